using Lamina.Core;
using Lamina.Ipc.Tracing;
using Lamina.Ipc.Unicast.Directory;
using Lamina.Ipc.Unicast.FlowAllocation;

namespace Lamina.Ipc.Unicast.Tracing;

/// <summary>Asks the directory who serves a name, and says in which order they would be asked for a flow.</summary>
internal sealed class ServerSearch(
    TraceComponent component, IAnycastPolicy policy, IRouteCosts routes, NameHash hash, QosCube cube, ulong spread, IServerSink sink) : IDirectorySink
{
    public void HandleFound(IReadOnlyList<Address> members, Instant now) => sink.HandleServers(
        [
            .. policy.Preview(hash, members, now).Select(member => new ServerPlace(
                member.ToString(), routes.CostTo(member), new UnicastTraceTarget(component, new TracedFlow(member, cube, spread)))),
        ],
        now);
}
