using Lamina.Core;

namespace Lamina.Ipc.Udp.Directory;

/// <summary>
/// Who is asked for a name: the peers that we were told, and those that lately asked us. Not transitive: nobody passes
/// on whom it asks.
/// </summary>
internal sealed class UdpPeers(IReadOnlyList<UdpEndpoint> told, NamedPlaces named, UdpEndpoint self)
{
    /// <summary>Askers kept; the one that has not asked for longest goes first.</summary>
    public const int MaxAskers = 256;

    private readonly LinkedList<UdpEndpoint> _byAge = [];
    private readonly Dictionary<UdpEndpoint, LinkedListNode<UdpEndpoint>> _askers = [];

    // Only of peers that we were told of: nobody fills it from outside.
    private readonly Dictionary<UdpEndpoint, Instant> _answered = [];

    /// <summary>The peers that we were told of.</summary>
    public IEnumerable<UdpEndpoint> Told => told.Concat(named.Peers).Where(peer => peer != self).Distinct();

    /// <summary>When a told peer last answered; null: never.</summary>
    public Instant? AnsweredAt(UdpEndpoint peer) => _answered.TryGetValue(peer, out Instant at) ? at : null;

    public void HandleAnswered(UdpEndpoint from, Instant now)
    {
        if (Told.Contains(from))
        {
            _answered[from] = now;
        }
    }

    public void HandleAsked(UdpEndpoint from)
    {
        if (from == self)
        {
            return;
        }

        if (_askers.TryGetValue(from, out LinkedListNode<UdpEndpoint>? node))
        {
            _byAge.Remove(node);
            _byAge.AddLast(node);
            return;
        }

        if (_askers.Count == MaxAskers)
        {
            _askers.Remove(_byAge.First!.Value);
            _byAge.RemoveFirst();
        }

        _askers.Add(from, _byAge.AddLast(from));
    }

    public List<UdpEndpoint> ToList() => [.. told.Concat(named.Peers).Concat(_byAge).Where(peer => peer != self).Distinct()];
}
