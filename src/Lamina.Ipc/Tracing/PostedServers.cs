using Lamina.Core;

namespace Lamina.Ipc.Tracing;

/// <summary>Tells a sink where a name is served, through the run queue: never inside the call that asked.</summary>
internal sealed class PostedServers : IDeferred
{
    private readonly IServerSink _sink;
    private readonly IReadOnlyList<ServerPlace> _servers;

    private PostedServers(IServerSink sink, IReadOnlyList<ServerPlace> servers)
    {
        _sink = sink;
        _servers = servers;
    }

    public static void Post(MachineContext context, IServerSink sink, IReadOnlyList<ServerPlace> servers) =>
        context.RunQueue.Post(new PostedServers(sink, servers));

    public void RunDeferred(int code, in Train train, Instant now) => _sink.HandleServers(_servers, now);
}
