namespace Lamina.Wire.Tracing;

/// <summary>What a record is about.</summary>
internal enum TraceForm : byte
{
    Problem = 0,
    Member = 1,
    Udp = 2,
    Local = 3,
}
