using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Forwarding;
using Lamina.Micro;
using Lamina.Protocols.Routing;

namespace Lamina.Bench.Memory;

/// <summary>What a destination takes in the table that packets are forwarded by.</summary>
internal static class RouteMemory
{
    public const int Count = 100_000;

    /// <summary>Bytes of heap.</summary>
    public static double Measure()
    {
        SeededRandom random = new(1);
        NextHops hops = new([new Address(1)], []);
        NextHopGroup group = new([new Neighbour(new Address(1), 1, "neighbour")], 1);
        var routes = RouteSets.Compute(
            new GivenRoutes([.. Enumerable.Range(0, Count).Select(_ => new Route(new Address(random.NextUInt64() | 1), hops, 1))]), new Graph([]), new Address(1));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var table = new ForwardingTable(routes, _ => group);
        long after = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(table);
        GC.KeepAlive(routes);
        return (after - before) / (double)Count;
    }
}
