using Lamina.Core;
using Lamina.Simulation.Networks;

namespace Lamina.Simulation.Invariants;

/// <summary>
/// Packets run out of hops only while the network converges: 5 s (the longest life of a packet) after it has settled, none
/// does any more. Asked where links lose nothing: a lossy link may fall silent by chance, and nobody says when.
/// </summary>
internal sealed class TimeToLiveSuffices : Invariant
{
    private static readonly Duration LongestLife = Duration.FromSeconds(5);

    private Instant? _settled;
    private long _expired;

    public override string Name => "hops run out only while the network converges";

    public override string? Watch(LayerNetwork network)
    {
        if (network.SettledSince is not { } since || network.Network.Now - since < LongestLife || !IsLossless(network))
        {
            return null;
        }

        long expired = network.Stations.Sum(station => Enumerable.Range(0, network.Scenario.Layers).Sum(layer => station.Member(layer)?.Counters?.Expired ?? 0));
        if (_settled != since)
        {
            _settled = since;
            _expired = expired;
        }

        return expired > _expired ? $"{expired - _expired} packets ran out of hops, though all routes were settled at {since}" : null;
    }

    private static bool IsLossless(LayerNetwork network) =>
        network.Links.TrueForAll(link => link.Link.Profile is { Loss: 0, Burst: null, Corruption: 0, BitsPerSecond: 0 });
}
