using Lamina.Core;
using Lamina.Wire.Tracing;

namespace Lamina.Ipc.Tracing;

/// <summary>One hop of a way that was traced.</summary>
/// <param name="Number">Its number, from 0: where the way begins.</param>
/// <param name="Record">What is there.</param>
/// <param name="RoundTrip">Time there and back from hop 0; zero at hop 0, and where nobody answered.</param>
public sealed record TracedHop(int Number, TraceRecord Record, Duration RoundTrip)
{
    /// <summary>The way of the flow over which it passes packets on; null where it does not, or nobody was asked.</summary>
    public TracedPath? Below { get; internal set; }
}
