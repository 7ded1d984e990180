using System.Net;
using Lamina.Bearers.Edges;
using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Core;
using Lamina.Node;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Networks;

/// <summary>Two stacks in this process, each with its sockets on a host.</summary>
internal sealed class EmbeddedPair : IAsyncDisposable
{
    private int _names;

    /// <summary>Of two stacks, which go with it.</summary>
    public EmbeddedPair(NetworkStack asking, NetworkStack serving) => (Asking, Serving) = (asking, serving);

    public NetworkStack Asking { get; }

    public NetworkStack Serving { get; }

    /// <summary>A stack whose sockets are on a host.</summary>
    public static NetworkStack Start(Host host, string name, string bearer, bool isSealed = false, SystemEdge? edge = null) => host.Inside(() =>
    {
        NetworkStack stack = NetworkStack.Start(new StackOptions { Name = name, Edge = edge });
        stack.LabKeys = isSealed ? LabKeys.Of : null;
        Steps.TakeAsync(stack.Management, bearer).GetAwaiter().GetResult();
        return stack;
    });

    /// <summary>The two ends of a wire with two hosts, and so many unicast layers on each other: net1, net2 and so on.</summary>
    public static async Task<EmbeddedPair> StartAsync(Cable wire, int depth, string policy, bool isSealed = false, SystemEdge? edge = null)
    {
        NetworkStack serving = Start(wire.Hosts[1], "serving", Steps.Bearer(Topology.Bearer, wire.AddressOf(1, 0)), isSealed, edge);
        IPEndPoint place = await Steps.PlaceOfAsync(serving.Management, 0);
        NetworkStack asking = Start(wire.Hosts[0], "asking", Steps.Bearer(Topology.Bearer, wire.AddressOf(0, 0), place), isSealed, edge);
        for (int i = 1; i <= depth; i++)
        {
            await Steps.TakeAsync(serving.Management, $"bootstrap {Topology.LayerAt(i)} {policy} {Topology.LayerAt(i - 1)}");
            await Steps.TakeAsync(asking.Management, $"enrol {Topology.LayerAt(i)}");
        }

        return new EmbeddedPair(asking, serving);
    }

    /// <summary>A flow over a layer, with its other end on a thread of its own.</summary>
    public async Task<Connection> ConnectAsync(string layer, QosSpec qos, Work work, Board board)
    {
        (Lamina.Flow client, Lamina.Flow server) = await OpenAsync(layer, qos);
        return new Connection(client, ServingEnd.Start(server, work, board).Wait, Connection.Here);
    }

    /// <summary>A flow, both ends of it.</summary>
    public async Task<(Lamina.Flow Client, Lamina.Flow Server)> OpenAsync(string layer, QosSpec qos)
    {
        string name = $"flow{_names++}";
        FlowListener listener = await Serving.ListenAsync(name);
        Steps.Check(await Serving.Management.Names.RegisterAsync(Name.Parse(name), layer));
        Task<Lamina.Flow> accepting = listener.AcceptAsync();
        Lamina.Flow client = await Steps.AllocateAsync(Asking, name, qos, layer);
        return (client, await accepting);
    }

    public async ValueTask DisposeAsync()
    {
        await Asking.DisposeAsync();
        await Serving.DisposeAsync();
    }
}
