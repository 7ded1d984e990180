using Lamina.Core;

namespace Lamina.Ipc.Udp.Directory;

/// <summary>Where names were found lately: every endpoint that said so, until it fails or the answer is old.</summary>
internal sealed class UdpCache(Duration lifetime)
{
    private const int Limit = 4096;

    private readonly Dictionary<NameHash, Entry> _entries = [];
    private readonly Queue<(NameHash Hash, Instant Until)> _byAge = new();

    public void Add(in NameHash hash, UdpEndpoint endpoint, Instant now)
    {
        Expire(now);
        if (!_entries.TryGetValue(hash, out Entry? entry))
        {
            if (_byAge.Count >= Limit)
            {
                _entries.Remove(_byAge.Dequeue().Hash);
            }

            entry = new Entry(now + lifetime);
            _entries[hash] = entry;
            _byAge.Enqueue((hash, entry.Until));
        }

        if (!entry.Endpoints.Contains(endpoint))
        {
            entry.Endpoints.Add(endpoint);
        }
    }

    public IReadOnlyList<UdpEndpoint> Find(in NameHash hash, Instant now)
    {
        Expire(now);
        return _entries.TryGetValue(hash, out Entry? entry) ? entry.Endpoints : [];
    }

    /// <summary>The endpoint did not do what was expected of it.</summary>
    public void Drop(in NameHash hash, UdpEndpoint endpoint)
    {
        if (_entries.TryGetValue(hash, out Entry? entry))
        {
            entry.Endpoints.Remove(endpoint);
        }
    }

    private void Expire(Instant now)
    {
        while (_byAge.TryPeek(out (NameHash Hash, Instant Until) oldest) && oldest.Until <= now)
        {
            _entries.Remove(_byAge.Dequeue().Hash);
        }
    }

    private sealed class Entry(Instant until)
    {
        public Instant Until { get; } = until;

        public List<UdpEndpoint> Endpoints { get; } = [];
    }
}
