using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Tests;

/// <summary>A random connected network of one layer: a tree, and as many links again as asked for.</summary>
internal sealed class Mesh : IDisposable
{
    private readonly List<UnicastIpcProcess> _members = [];
    private readonly List<(int A, int B, SimulatedLink Link)> _links = [];

    public Mesh(ulong seed, int size, int extraLinks, LinkProfile profile)
    {
        var random = new SeededRandom(seed);
        Network = new SimulatedNetwork(seed);
        SimulatedDatagramPort[] ports = AddHosts(size);
        for (int i = 1; i < size; i++)
        {
            AddLink(ports, random.Next(i), i, profile);
        }

        for (int i = 0; i < extraLinks; i++)
        {
            int b = 1 + random.Next(size - 1);
            int a = random.Next(b);
            if (!_links.Exists(link => link.A == a && link.B == b))
            {
                AddLink(ports, a, b, profile);
            }
        }

        AddBearers(ports);
    }

    /// <summary>A network of these links; each member but the first has a link to an earlier one.</summary>
    public Mesh(ulong seed, int size, (int A, int B)[] links, LinkProfile profile)
    {
        Network = new SimulatedNetwork(seed);
        SimulatedDatagramPort[] ports = AddHosts(size);
        foreach ((int a, int b) in links)
        {
            AddLink(ports, a, b, profile);
        }

        AddBearers(ports);
    }

    public SimulatedNetwork Network { get; }

    /// <summary>The ports of the hosts: what went out.</summary>
    public List<CountingPort> Ports { get; } = [];

    public IReadOnlyList<UnicastIpcProcess> Members => _members;

    public IReadOnlyList<(int A, int B, SimulatedLink Link)> Links => _links;

    public bool IsConverged => _members.TrueForAll(member => member.Routes.Count == _members.Count - 1);

    /// <summary>Everybody enrols through its parent in the tree; then every link becomes an adjacency.</summary>
    /// <param name="routing">The routing policy.</param>
    /// <param name="security">What each member proves itself with; null: the layer is insecure.</param>
    public void MakeLayer(string routing = "link-state", Func<int, LayerSecurity>? security = null)
    {
        for (int i = 0; i < Network.Hosts.Count; i++)
        {
            SimulatedHost host = Network.Hosts[i];
            var process = new UnicastIpcProcess($"m{i}", host.Irm);
            _members.Add(process);
            Assert.Equal(Outcome.Ok, host.Irm.Add(process));
            LayerSecurity? own = security?.Invoke(i);
            Name parent = Name.Parse(i == 0 ? "none" : $"m{_links.Find(link => link.B == i).A}");
            Expect(host, sink =>
            {
                if (i == 0)
                {
                    process.Bootstrap(new UnicastParameters(Name.Parse("net")) { IsInsecure = own is null, Security = own, LowerMaxPacketSize = 1444, Routing = routing }, sink, Network.Now);
                }
                else
                {
                    process.Enrol(new EnrolmentParameters(parent) { IsInsecure = own is null, Security = own }, sink, Network.Now);
                }
            });
            Chain.Publish(host, $"m{i}", "udp");
            foreach ((int a, _, _) in _links.Where(link => link.B == i))
            {
                Expect(host, sink => process.Connect(Name.Parse($"m{a}"), ConnectionComponents.All, sink, Network.Now));
            }
        }
    }

    public void Dispose() => Network.Dispose();

    private SimulatedDatagramPort[] AddHosts(int size) =>
        [.. Enumerable.Range(0, size).Select(i => Network.AddHost($"h{i}").OpenPort(3435))];

    private void AddBearers(SimulatedDatagramPort[] ports)
    {
        for (int i = 0; i < ports.Length; i++)
        {
            UdpEndpoint[] peers = [.. _links.Where(link => link.A == i || link.B == i).Select(link => ports[link.A == i ? link.B : link.A].Local)];
            Ports.Add(new CountingPort(ports[i]));
            Bearers.AddUdp(Network.Hosts[i], Ports[i], peers);
        }
    }

    private void AddLink(SimulatedDatagramPort[] ports, int a, int b, LinkProfile profile) =>
        _links.Add((a, b, Network.Link(ports[a], ports[b], profile)));

    private void Expect(SimulatedHost host, Action<IOutcomeSink> operation)
    {
        var probe = new OutcomeProbe();
        host.Do(_ => operation(probe));
        Assert.True(Network.RunUntil(() => probe.Outcome is not null, Chain.Patience), "no outcome");
        Assert.Equal(Outcome.Ok, probe.Outcome);
    }
}
