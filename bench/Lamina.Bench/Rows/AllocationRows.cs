using Lamina.Bench.Allocations;
using Lamina.Bench.Measuring;
using Lamina.Bench.Networks;
using Lamina.Core;

namespace Lamina.Bench.Rows;

/// <summary>Flows that live for one message each way.</summary>
internal static class AllocationRows
{
    private const string Served = "brief";

    private static readonly Family Family = Family.Allocations;

    public static IReadOnlyList<Row> All(Topology networks)
    {
        Row tcp = Limits.Of(Family, "TCP connections on loopback", TcpAtOnce.Open);
        Row proofs = Limits.Of(Family, "the proofs of IK at both ends, bare", BareProofs.Open);
        Bound[] wanted = [Bound.AtLeast(10_000)];
        return
        [
            tcp, proofs,
            New("embedded, one stack", tcp, async () =>
            {
                NetworkStack stack = (await networks.OneStackAsync()).Stack;
                return await OpenAsync(stack, stack, Served, null);
            }, wanted),
            New("embedded, udp", tcp, async () => await OverAsync(await networks.EmbeddedAsync(), Topology.LayerAt(0))),
            New("embedded, depth 1", tcp, async () => await OverAsync(await networks.EmbeddedAsync(), Topology.LayerAt(1)), wanted),
            New("embedded, depth 1, proved and sealed", proofs, async () => await OverAsync(await networks.SecureAsync(), SecurePair.Layer), Bound.RatioAtLeast(0.5)),
            New("two programs, direct", tcp, async () =>
            {
                AttachedPair pair = await networks.DirectAsync();
                return await OpenAttachedAsync(pair, null);
            }, wanted),
            New("two daemons, depth 1", tcp, async () => await OpenAttachedAsync(await networks.TwoHostsAsync(), Topology.LayerAt(1))),
        ];
    }

    private static Row New(string name, Row limit, Func<Task<IMeasured>> open, params Bound[] bounds) =>
        new(Family, name) { Limit = limit, Open = open, Bounds = bounds };

    private static async Task<IMeasured> OverAsync(EmbeddedPair pair, string layer)
    {
        string name = $"{Served}.{layer}";
        IMeasured measured = await OpenAsync(pair.Asking, pair.Serving, name, layer);
        Steps.Check(await pair.Serving.Management.Names.RegisterAsync(Name.Parse(name), layer));
        await FlowAtOnce.TryPassAsync(pair.Asking, name, layer);
        return measured;
    }

    private static async Task<IMeasured> OpenAsync(NetworkStack asking, NetworkStack serving, string name, string? layer)
    {
        FlowListener listener = await serving.ListenAsync(name, backlog: 1024);
        _ = FlowAtOnce.ServeAsync(listener);
        return new AtOnce(() => FlowAtOnce.PassAsync(asking, name, layer), static () => Environment.CpuUsage.TotalTime, listener.Dispose);
    }

    private static async Task<IMeasured> OpenAttachedAsync(AttachedPair pair, string? layer)
    {
        string name = pair.NextName();
        ChildProcess server = AcceptProcess.Start(pair.ServingDirectory, name);
        NetworkStack asking = await pair.AskingAsync(isSealed: false);
        await FlowAtOnce.TryPassAsync(asking, name, layer);
        return new AtOnce(
            () => FlowAtOnce.PassAsync(asking, name, layer), () => Environment.CpuUsage.TotalTime + server.ProcessorTime + pair.NodesTime, server.Dispose);
    }
}
