using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Protocols.Routing;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Tests;

/// <summary>Members m0, m1, .. of one layer in a ring: two ways from each to each. Each enrols through and connects to the one before.</summary>
internal sealed class RingNetwork : IDisposable
{
    private readonly List<SimulatedLink> _links = [];

    public RingNetwork(int size, string routing, Func<int, LinkProfile> profileOf, Func<int, LinkWeights> weightsOf)
    {
        Network = new SimulatedNetwork(71);
        SimulatedDatagramPort[] ports = [.. Enumerable.Range(0, size).Select(i => Network.AddHost($"h{i}").OpenPort(3435))];
        for (int i = 0; i < size; i++)
        {
            _links.Add(Network.Link(ports[i], ports[(i + 1) % size], profileOf(i)));
            Bearers.AddUdp(Network.Hosts[i], ports[i], ports[(i + 1) % size].Local, ports[(i + size - 1) % size].Local);
        }

        Members = [.. Network.Hosts.Select((host, i) => Chain.NewMember(host, $"m{i}"))];
        for (int i = 0; i < size; i++)
        {
            int self = i;
            Run(self, sink => Enter(self, routing, sink));
            Chain.Publish(Network.Hosts[self], $"m{self}", "udp");
            if (self > 0)
            {
                Run(self, sink => Connect(self, self - 1, weightsOf(self - 1), sink));
            }
        }

        Run(0, sink => Connect(0, size - 1, weightsOf(size - 1), sink));
        Assert.True(Network.RunUntil(() => Array.TrueForAll(Members, member => member.Routes.Count == size - 1), Chain.Patience));
        Network.RunFor(Duration.FromSeconds(5));
    }

    public SimulatedNetwork Network { get; }

    public UnicastIpcProcess[] Members { get; }

    /// <summary>Link i is between m(i) and m(i+1).</summary>
    public IReadOnlyList<SimulatedLink> Links => _links;

    public Address AddressOf(int member) => Members[member].Membership!.Address;

    public void Run(int host, Action<IOutcomeSink> operation)
    {
        var probe = new OutcomeProbe();
        Network.Hosts[host].Do(_ => operation(probe));
        Assert.True(Network.RunUntil(() => probe.Outcome is not null, Chain.Patience), "no outcome");
        Assert.Equal(Outcome.Ok, probe.Outcome);
    }

    public void Dispose() => Network.Dispose();

    private void Enter(int self, string routing, IOutcomeSink sink)
    {
        if (self == 0)
        {
            var parameters = new UnicastParameters(Name.Parse("net")) { IsInsecure = true, LowerMaxPacketSize = Chain.UdpMaxPacketSize, Routing = routing };
            Members[0].Bootstrap(parameters, sink, Network.Now);
        }
        else
        {
            Members[self].Enrol(new EnrolmentParameters(Name.Parse($"m{self - 1}")) { IsInsecure = true }, sink, Network.Now);
        }
    }

    private void Connect(int self, int other, LinkWeights weights, IOutcomeSink sink) =>
        Members[self].Connect(Name.Parse($"m{other}"), ConnectionComponents.All, weights, sink, Network.Now);
}
