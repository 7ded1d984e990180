using Lamina.Core;
using Lamina.Ipc.Tracing;

namespace Lamina.Ipc.Unicast.Tracing;

/// <summary>The way of a flow through a unicast layer.</summary>
internal sealed class UnicastTraceTarget(TraceComponent component, TracedFlow flow) : TraceTarget
{
    public override void Ask(ReadOnlySpan<byte> hops, ITraceSink sink, Instant now) => component.Ask(flow, hops, sink, now);
}
