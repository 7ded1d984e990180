using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Core;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Networks;

/// <summary>A process in the middle that only forwards, and on each side an embedded stack and a daemon: one unicast layer of five members.</summary>
internal sealed class ThreeHosts : IAsyncDisposable
{
    private const string Layer = "net";
    private const string Left = "left";
    private const string Right = "right";
    private const int Names = 16;

    private readonly NodeProcess _middle;
    private readonly EmbeddedPair _embedded;
    private readonly AttachedPair _attached;

    private ThreeHosts(NodeProcess middle, EmbeddedPair embedded, AttachedPair attached) => (_middle, _embedded, _attached) = (middle, embedded, attached);

    public static async Task<ThreeHosts> StartAsync(string policy)
    {
        Cable wire = Topology.Cable(3);
        NodeProcess middle = NodeProcess.Start(
            wire.Hosts[1], Steps.Bearer(Left, wire.AddressOf(1, 0)), Steps.Bearer(Right, wire.AddressOf(1, 1)), $"bootstrap {Layer} {policy} {Left} {Right}");
        string left = Steps.Bearer(Left, wire.AddressOf(0, 0), middle.Places[0]);
        string right = Steps.Bearer(Right, wire.AddressOf(2, 1), middle.Places[1]);
        NetworkStack serving = EmbeddedPair.Start(wire.Hosts[2], "serving", right);
        NetworkStack asking = EmbeddedPair.Start(wire.Hosts[0], "asking", left);
        foreach (NetworkStack stack in (NetworkStack[])[serving, asking])
        {
            await Steps.TakeAsync(stack.Management, $"enrol {Layer}");
        }

        NodeProcess servingNode = NodeProcess.Start(wire.Hosts[2], right, $"enrol {Layer}", $"names {Names} {Layer}");
        NodeProcess askingNode = NodeProcess.Start(wire.Hosts[0], left, $"enrol {Layer}");
        return new ThreeHosts(middle, new EmbeddedPair(asking, serving), new AttachedPair(askingNode, servingNode));
    }

    public async Task<Connection> ConnectEmbeddedAsync(Work work, Board board, bool countsForwarder) =>
        WithForwarder(await _embedded.ConnectAsync(Layer, QosSpec.Data, work, board), countsForwarder);

    public async Task<Connection> ConnectAttachedAsync(Work work, Board board, bool countsForwarder) =>
        WithForwarder(await _attached.ConnectAsync(Layer, QosSpec.Data, false, work, board), countsForwarder);

    public async ValueTask DisposeAsync()
    {
        await _embedded.DisposeAsync();
        await _attached.DisposeAsync();
        _middle.Dispose();
    }

    private Connection WithForwarder(Connection connection, bool isAlone) => connection with
    {
        ProcessorTime = isAlone ? () => _middle.ProcessorTime : () => connection.ProcessorTime() + _middle.ProcessorTime,
    };
}
