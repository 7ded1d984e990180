using Lamina.Core;
using Lamina.Ipc.Tracing;
using Lamina.Ipc.Udp.Directory;

namespace Lamina.Ipc.Udp;

/// <summary>Somebody wants to know where a name is served, and the way there.</summary>
internal sealed class UdpServerSearch(Func<UdpEndpoint, TraceTarget> targetOf, IServerSink sink) : IUdpResolveSink
{
    public void HandleResolved(IReadOnlyList<UdpEndpoint> endpoints, bool isFresh, Instant now) =>
        sink.HandleServers([.. endpoints.Select(place => new ServerPlace(place.ToString(), null, targetOf(place)))], now);
}
