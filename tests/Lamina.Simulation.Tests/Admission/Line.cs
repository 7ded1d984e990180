using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Simulation.Links;
using Lamina.Simulation.Tests.Congestion;
using Lamina.Wire.Connections;

namespace Lamina.Simulation.Tests.Admission;

/// <summary>Members m0, m1, .. of a layer in a row over udp, each link with a capacity; the last one serves names.</summary>
internal sealed class Line : IDisposable
{
    private int _names;

    public Line(ulong seed, params ulong?[] capacities)
    {
        Lab = new Lab(seed, capacities.Length + 1);
        Links = Lab.AddUdpLine("udp");
        Members = [.. Enumerable.Range(0, Lab.Hosts.Count).Select(i =>
        {
            UnicastIpcProcess member = i == 0
                ? Lab.Bootstrap(0, "m0", new UnicastParameters(Name.Parse("net")) { LowerMaxPacketSize = Bottleneck.UdpMaxPacketSize })
                : Lab.Join(i, $"m{i}", $"m{i - 1}", capacities[i - 1]);
            Lab.Publish(i, $"m{i}", member, "udp");
            return member;
        })];
        Lab.AwaitRoutes(Duration.FromSeconds(10), Members);
    }

    public Lab Lab { get; }

    public SimulatedLink[] Links { get; }

    public UnicastIpcProcess[] Members { get; }

    /// <summary>What all links have reserved, each in both directions.</summary>
    public IEnumerable<AdjacencyInfo> Adjacencies => Members
        .SelectMany(member => member.Adjacencies).Where(link => link.Component == ConnectionComponent.DataTransfer);

    public ulong[] Reserved => [.. Adjacencies.Select(link => link.Reserved)];

    public void Run(double seconds) => Lab.Network.RunFor(Duration.FromSeconds(seconds));

    /// <summary>Asks for a flow between two members; both have what they need when it returns.</summary>
    public (Source Source, Sink Sink) Open(int from, int to, QosSpec qos, string layer = "net")
    {
        string name = $"sink{++_names}";
        var sink = new Sink(Lab.Hosts[to]);
        Assert.Equal(Outcome.Ok, Lab.Hosts[to].Irm.Bind(Name.Parse(name), sink));
        Lab.Register(to, name, layer);
        var source = new Source(Lab.Hosts[from], qos, 100, Duration.FromMilliseconds(50));
        source.Start(Name.Parse(name), layer);
        Assert.True(Lab.Network.RunUntil(() => source.End is not null || source.Refused != CloseReason.None, Lab.Patience), "no answer");
        return (source, sink);
    }

    public void Dispose() => Lab.Dispose();
}
