namespace Lamina.Cli.Tools.Perf;

/// <summary>What a message of perf says.</summary>
internal enum PerfKind : byte
{
    Start = 0,
    Ready = 1,
    Data = 2,
    End = 3,
    Result = 4,
}
