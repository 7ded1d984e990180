using Lamina.Core;
using Lamina.Wire.Tracing;

namespace Lamina.Ipc.Tracing;

/// <summary>Tells a sink of a hop through the run queue: never inside the call that asked.</summary>
internal sealed class PostedHop : IDeferred
{
    private readonly ITraceSink _sink;
    private readonly TraceRecord _record;

    private PostedHop(ITraceSink sink, TraceRecord record)
    {
        _sink = sink;
        _record = record;
    }

    public static void Post(MachineContext context, ITraceSink sink, TraceRecord record) =>
        context.RunQueue.Post(new PostedHop(sink, record));

    public void RunDeferred(int code, in Train train, Instant now) => _sink.HandleHop(_record, Duration.Zero, now);
}
