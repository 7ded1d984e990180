using Lamina.Core;

namespace Lamina.Ipc.Udp.Directory;

/// <summary>
/// Places whose hosts have names. Where one does not answer its host is looked up again, not too often; the place moves.
/// </summary>
internal sealed class NamedPlaces
{
    /// <summary>Time between look-ups of one host: a stub resolver gives up within seconds, and need not be hurried.</summary>
    public static readonly Duration Interval = Duration.FromSeconds(2);

    private readonly IHostResolver? _resolver;
    private readonly UdpEndpoint _self;
    private readonly Action<UdpEndpoint, Instant> _peerMoved;
    private readonly Entry[] _entries;

    /// <param name="settings">Names the places, and who resolves.</param>
    /// <param name="self">The own end point, which is nobody's place.</param>
    /// <param name="peerMoved">Told where a peer is now.</param>
    public NamedPlaces(UdpSettings settings, UdpEndpoint self, Action<UdpEndpoint, Instant> peerMoved)
    {
        _resolver = settings.HostResolver;
        _self = self;
        _peerMoved = peerMoved;
        _entries = [.. settings.NamedPlaces.Select(place => new Entry(place))];
    }

    /// <summary>Where the peers are.</summary>
    public IEnumerable<UdpEndpoint> Peers => _entries.Where(entry => entry.Place.Name is null).Select(entry => entry.Endpoint);

    /// <summary>Where a mapped name is.</summary>
    public IEnumerable<UdpEndpoint> Find(NameHash name) =>
        _entries.Where(entry => entry.Place.Name == name && entry.Endpoint != _self).Select(entry => entry.Endpoint);

    /// <summary>Whoever is there did not answer.</summary>
    public void HandleSilence(UdpEndpoint endpoint, Instant now)
    {
        foreach (Entry entry in _entries)
        {
            if (entry.Endpoint == endpoint && now >= entry.NextLookup)
            {
                entry.NextLookup = now + Interval;
                _resolver?.Resolve(entry.Place.Host, endpoint.Port, (found, at) => HandleFound(entry, found, at));
            }
        }
    }

    private void HandleFound(Entry entry, IReadOnlyList<UdpEndpoint> found, Instant now)
    {
        if (found.Count == 0)
        {
            return;
        }

        // A host may have several addresses, of which one is silent: the one after it has its turn.
        int next = 0;
        for (int i = 0; i < found.Count; i++)
        {
            next = found[i] == entry.Endpoint ? (i + 1) % found.Count : next;
        }

        if (found[next] != entry.Endpoint)
        {
            entry.Endpoint = found[next];
            if (entry.Place.Name is null)
            {
                _peerMoved(entry.Endpoint, now);
            }
        }
    }

    private sealed class Entry(NamedPlace place)
    {
        public NamedPlace Place => place;

        public UdpEndpoint Endpoint { get; set; } = place.Endpoint;

        public Instant NextLookup { get; set; } = Instant.Zero;
    }
}
