using Lamina.Core;

namespace Lamina.Ipc;

/// <summary>Tells a sink from the run queue whether a name is reachable: it is never told inside the call that asked.</summary>
internal sealed class PostedQueryResult : IDeferred
{
    private readonly IpcProcess _process;
    private readonly IQuerySink _sink;
    private readonly bool _isReachable;

    private PostedQueryResult(IpcProcess process, IQuerySink sink, bool isReachable)
    {
        _process = process;
        _sink = sink;
        _isReachable = isReachable;
    }

    public static void Post(MachineContext context, IpcProcess process, IQuerySink sink, bool isReachable) =>
        context.RunQueue.Post(new PostedQueryResult(process, sink, isReachable));

    public void RunDeferred(int code, in Train train, Instant now) => _sink.HandleQueryResult(_process, _isReachable, now);
}
