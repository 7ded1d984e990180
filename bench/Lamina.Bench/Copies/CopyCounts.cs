using Lamina.Bench.Networks;
using Lamina.Core;
using Lamina.Node;

namespace Lamina.Bench.Copies;

/// <summary>The ways whose copies are counted. Everything is in this process, and lies on hosts of its own.</summary>
/// <param name="policy">The congestion policy of unicast layers.</param>
internal sealed class CopyCounts(string policy)
{
    private const string Name = "copies";

    /// <summary>Two threads of one stack.</summary>
    public static async Task<double> WithinOneStackAsync()
    {
        await using NetworkStack stack = NetworkStack.Start();
        return await CountAsync(stack, stack, null, []);
    }

    /// <summary>Two stacks, with so many layers over udp between them.</summary>
    public async Task<double> EmbeddedAsync(int depth, bool isSealed = false)
    {
        using Cable wire = Cable.Open(2, null);
        await using EmbeddedPair pair = await EmbeddedPair.StartAsync(wire, depth, policy, isSealed);
        Steps.Check(await pair.Serving.Management.Names.RegisterAsync(Core.Name.Parse(Name), Topology.LayerAt(depth)));
        return await CountAsync(pair.Asking, pair.Serving, Topology.LayerAt(depth), []);
    }

    /// <summary>Two programs of one daemon.</summary>
    /// <param name="options">How they attach.</param>
    /// <param name="isLayered">With a unicast layer of the daemon between them.</param>
    public async Task<double> OneDaemonAsync(StackOptions options, bool isLayered = false)
    {
        string layer = Topology.LayerAt(1);
        await using DaemonHere daemon = DaemonHere.Start(new Host(null), options, $"bootstrap {layer} {policy}");
        if (isLayered)
        {
            await daemon.RegisterAsync(Name, layer);
        }

        return await CountAsync(await daemon.AttachAsync(), await daemon.AttachAsync(), isLayered ? layer : null, [daemon.Pool]);
    }

    /// <summary>Two programs, each on its daemon, with a layer over udp between those.</summary>
    public async Task<double> TwoDaemonsAsync()
    {
        string layer = Topology.LayerAt(1);
        using Cable wire = Cable.Open(2, null);
        await using DaemonHere serving = DaemonHere.Start(
            wire.Hosts[1], new StackOptions(), Steps.Bearer(Topology.Bearer, wire.AddressOf(1, 0)), $"bootstrap {layer} {policy} {Topology.Bearer}");
        await using DaemonHere asking = DaemonHere.Start(
            wire.Hosts[0], new StackOptions(), Steps.Bearer(Topology.Bearer, wire.AddressOf(0, 0), await serving.PlaceAsync()), $"enrol {layer}");
        await serving.RegisterAsync(Name, layer);
        return await CountAsync(await asking.AttachAsync(), await serving.AttachAsync(), layer, [asking.Pool, serving.Pool]);
    }

    private static async Task<double> CountAsync(NetworkStack asking, NetworkStack serving, string? layer, PacketPool[] between)
    {
        await using FlowListener listener = await serving.ListenAsync(Name);
        Task<Flow> accepting = listener.AcceptAsync();
        await using Flow client = await Steps.AllocateAsync(asking, Name, QosSpec.Data, layer);
        await using Flow server = await accepting;
        PacketPool[] pools = [asking.Host.Driver.Context.Pool, serving.Host.Driver.Context.Pool, .. between];
        var way = new CopiedWay(client, server, [.. pools.Distinct()]);
        return await Task.Factory.StartNew(way.Count, TaskCreationOptions.LongRunning);
    }
}
