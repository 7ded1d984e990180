using System.Net;
using Lamina.Bench.Bare;
using Lamina.Bench.Flows;
using Lamina.Bench.Measuring;
using Lamina.Core;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Networks;

/// <summary>
/// Two embedded stacks, neighbours in one unicast layer, and the bare relay between their hosts: what a host between costs that knows nothing of layers,
/// with the trains, acknowledgements and pauses that our ends make.
/// </summary>
internal sealed class RelayedPair : IAsyncDisposable
{
    private const string Layer = "net";

    private readonly EmbeddedPair _ends;
    private readonly RelayProcess _relay;

    private RelayedPair(EmbeddedPair ends, RelayProcess relay) => (_ends, _relay) = (ends, relay);

    public static async Task<RelayedPair> StartAsync(string policy)
    {
        Cable wire = Topology.Cable(3);
        NetworkStack serving = EmbeddedPair.Start(wire.Hosts[2], "serving", Steps.Bearer(Topology.Bearer, wire.AddressOf(2, 1)));
        NetworkStack asking = EmbeddedPair.Start(wire.Hosts[0], "asking", Steps.Bearer(Topology.Bearer, wire.AddressOf(0, 0)));
        (IPEndPoint near, IPEndPoint far) = (await Steps.PlaceOfAsync(asking.Management, 0), await Steps.PlaceOfAsync(serving.Management, 0));
        RelayProcess relay = RelayProcess.Start(wire.Hosts[1], (wire.AddressOf(1, 0), wire.AddressOf(1, 1)), (near, far));
        await asking.Management.Ipcps.AddPeersAsync(Topology.Bearer, [relay.Near]);
        await Steps.TakeAsync(serving.Management, $"bootstrap {Layer} {policy} {Topology.Bearer}");
        await Steps.TakeAsync(asking.Management, $"enrol {Layer}");
        return new RelayedPair(new EmbeddedPair(asking, serving), relay);
    }

    /// <summary>A flow; the relay's processor time is all that counts.</summary>
    public async Task<Connection> ConnectAsync(Work work, Board board) =>
        await _ends.ConnectAsync(Layer, QosSpec.Data, work, board) with { ProcessorTime = () => _relay.ProcessorTime };

    public async ValueTask DisposeAsync()
    {
        await _ends.DisposeAsync();
        _relay.Dispose();
    }
}
