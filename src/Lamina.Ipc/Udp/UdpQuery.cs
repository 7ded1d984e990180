using Lamina.Core;
using Lamina.Ipc.Udp.Directory;

namespace Lamina.Ipc.Udp;

/// <summary>Somebody only wants to know whether a name is reachable.</summary>
internal sealed class UdpQuery(UdpIpcProcess process, IQuerySink sink) : IUdpResolveSink
{
    public void HandleResolved(IReadOnlyList<UdpEndpoint> endpoints, bool isFresh, Instant now) =>
        sink.HandleQueryResult(process, endpoints.Count > 0, now);
}
