using Lamina.Core;

namespace Lamina.Ipc.Udp.Directory;

/// <summary>
/// Who is asked for a name: the peers that we were told, and those that lately asked us. Not transitive: nobody passes
/// on whom it asks.
/// </summary>
internal sealed class UdpPeers(IReadOnlyList<UdpEndpoint> first, NamedPlaces named, UdpEndpoint self)
{
    /// <summary>Peers that it is told of while it runs.</summary>
    public const int MaxTold = 1024;

    private readonly List<UdpEndpoint> _told = [.. first];
    private readonly Askers _askers = new();

    // Only of peers that we were told of: nobody fills it from outside.
    private readonly Dictionary<UdpEndpoint, Instant> _answered = [];

    /// <summary>The peers that we were told of.</summary>
    public IEnumerable<UdpEndpoint> Told => _told.Concat(named.Peers).Where(peer => peer != self).Distinct();

    /// <summary>When a told peer last answered; null: never.</summary>
    public Instant? AnsweredAt(UdpEndpoint peer) => _answered.TryGetValue(peer, out Instant at) ? at : null;

    /// <summary>Tells it of another one; false where it knows it, or knows too many.</summary>
    public bool Add(UdpEndpoint peer)
    {
        bool isNew = _told.Count < MaxTold && !_told.Contains(peer);
        if (isNew)
        {
            _told.Add(peer);
        }

        return isNew;
    }

    /// <summary>Takes that back.</summary>
    public void Remove(UdpEndpoint peer)
    {
        _told.Remove(peer);
        _answered.Remove(peer);
    }

    public void HandleAnswered(UdpEndpoint from, Instant now)
    {
        if (Told.Contains(from))
        {
            _answered[from] = now;
        }

        _askers.HandleAnswered(from);
    }

    public void HandleAsked(UdpEndpoint from, int length, Instant now)
    {
        if (from != self)
        {
            _askers.HandleAsked(from, length, now);
        }
    }

    /// <summary>False where a peer may never have asked us, and has got three times of what came in its name already.</summary>
    public bool MaySend(UdpEndpoint to, int length) => _told.Contains(to) || named.Peers.Contains(to) || _askers.MaySend(to, length);

    public List<UdpEndpoint> ToList() => [.. _told.Concat(named.Peers).Concat(_askers.All).Where(peer => peer != self).Distinct()];
}
