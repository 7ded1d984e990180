using Lamina.Core;

namespace Lamina.Ipc.Udp.Directory;

/// <summary>Tells a sink from the run queue where a name is.</summary>
internal sealed class PostedResolution : IDeferred
{
    private readonly IUdpResolveSink _sink;
    private readonly UdpEndpoint[] _endpoints;
    private readonly bool _isFresh;

    private PostedResolution(IUdpResolveSink sink, UdpEndpoint[] endpoints, bool isFresh)
    {
        _sink = sink;
        _endpoints = endpoints;
        _isFresh = isFresh;
    }

    public static void Post(MachineContext context, IUdpResolveSink sink, UdpEndpoint[] endpoints, bool isFresh) =>
        context.RunQueue.Post(new PostedResolution(sink, endpoints, isFresh));

    public void RunDeferred(int code, in Train train, Instant now) => _sink.HandleResolved(_endpoints, _isFresh, now);
}
