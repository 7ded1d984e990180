using Lamina.Core;

namespace Lamina.Ipc.Tracing;

/// <summary>A way that can be traced: that of packets of one flow, or of one that would be made.</summary>
public abstract class TraceTarget
{
    /// <summary>
    /// Asks for one hop of it. The first number is the hop, 0 being the member where the way begins; each further one goes
    /// down: the hop of the flow below, over which the hop before it passes the packets on.
    /// </summary>
    /// <param name="hops">One number to <see cref="Wire.Tracing.TraceHeader.MaxDepth"/>; lent.</param>
    /// <param name="sink">Hears the answer.</param>
    /// <param name="now">The present.</param>
    public abstract void Ask(ReadOnlySpan<byte> hops, ITraceSink sink, Instant now);
}
