using Lamina.Core;
using Lamina.Ipc.Irm.Tracing;
using Lamina.Ipc.Tracing;
using Lamina.Wire.Tracing;

namespace Lamina.Simulation.Tests.Tracing;

/// <summary>Traces in a simulated network, and what is read off them.</summary>
internal static class TraceBench
{
    public static TracedName Name(SimulatedNetwork network, SimulatedHost host, string name, string? layer = null)
    {
        TracedName? found = null;
        host.Do(now => host.Irm.TraceName(Core.Name.Parse(name), QosSpec.Data, layer, (traced, _) => found = traced, now));
        Assert.True(network.RunUntil(() => found is not null, Lab.Patience), "the name is not traced");
        return found!;
    }

    public static TracedPath Walk(SimulatedNetwork network, SimulatedHost host, TraceTarget target)
    {
        TracedPath? path = null;
        host.Do(now => new TraceWalk(target, (traced, _) => path = traced).Start(now));
        Assert.True(network.RunUntil(() => path is not null, Lab.Patience), "the trace does not end");
        return path!;
    }

    public static string[] Processes(TracedPath path) =>
        [.. path.Hops.Select(hop => hop.Record is MemberRecord member ? member.Process : hop.Record.GetType().Name)];

    /// <summary>All ways over UDP, in the order of the walk.</summary>
    public static IEnumerable<UdpRecord> Datagrams(TracedPath? path) => (path?.Hops ?? []).SelectMany(hop =>
        hop.Record is UdpRecord udp ? [udp] : Datagrams(hop.Below));

    /// <summary>Layers from this way down, bearers not counted.</summary>
    public static int Depth(TracedPath? path) =>
        path is null || path.Hops is [{ Record: not MemberRecord }] ? 0 : 1 + path.Hops.Max(hop => Depth(hop.Below));
}
