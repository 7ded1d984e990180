using Lamina.Core;
using Lamina.Wire.Tracing;

namespace Lamina.Ipc.Tracing;

/// <summary>A way without members between: over a bearer, or inside a stack. There is nothing below.</summary>
internal sealed class EndTarget(MachineContext context, Func<TraceRecord> read) : TraceTarget
{
    public override void Ask(ReadOnlySpan<byte> hops, ITraceSink sink, Instant now) =>
        PostedHop.Post(context, sink, hops is [0] ? read() : new ProblemRecord(TraceProblem.NoWay));
}
