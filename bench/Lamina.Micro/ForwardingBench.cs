using BenchmarkDotNet.Attributes;
using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Forwarding;
using Lamina.Protocols.Routing;

namespace Lamina.Micro;

/// <summary>The way of a packet by its destination, a thousand different ones in turn: must stay flat however many there are.</summary>
public class ForwardingBench
{
    private const int Batch = 1000;

    private readonly Address[] _asked = new Address[Batch];
    private ForwardingTable _table = ForwardingTable.Empty;

    /// <summary>Members of the layer.</summary>
    [Params(10, 1_000, 100_000)]
    public int Destinations { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        SeededRandom random = new(1);
        NextHops hops = new([new Address(1)], []);
        Address[] members = [.. Enumerable.Range(0, Destinations).Select(_ => new Address(random.NextUInt64() | 1))];
        NextHopGroup group = new([new Neighbour(new Address(1), 1, "neighbour")], 1);
        GivenRoutes routes = new([.. members.Select(member => new Route(member, hops, 1))]);
        _table = new ForwardingTable(RouteSets.Compute(routes, new Graph([]), new Address(1)), _ => group);
        for (int i = 0; i < Batch; i++)
        {
            _asked[i] = members[random.NextUInt64() % (ulong)members.Length];
        }
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public int Find()
    {
        int found = 0;
        foreach (Address destination in _asked)
        {
            found += _table.Find(destination, QosCube.BestEffort) is null ? 0 : 1;
        }

        return found;
    }
}
