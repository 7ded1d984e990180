namespace Lamina.Goodput.PingPong;

/// <summary>A message there and back, one at a time.</summary>
internal interface IPinger : IDisposable
{
    string Name { get; }

    /// <summary>One round trip, blocking.</summary>
    void Ping();
}
