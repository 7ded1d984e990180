using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>
/// What look-ups have found, for a short time: who asks whether a name is reachable allocates a flow to it next. Only
/// members that serve a name are kept, never that nobody does.
/// </summary>
internal sealed class FindCache
{
    private const int Capacity = 1024;

    private static readonly Duration Lifetime = Duration.FromSeconds(10);

    private readonly Dictionary<NameHash, Cached> _cached = [];

    // In the order of their ends, since all live equally long; one that was replaced since is skipped.
    private readonly Queue<Cached> _order = new();

    /// <summary>Who was found; false where nothing is known.</summary>
    public bool TryGet(in NameHash hash, out IReadOnlyList<Address> members, Instant now)
    {
        Expire(now);
        bool isKnown = _cached.TryGetValue(hash, out Cached? cached) && cached.Members.Count > 0;
        members = isKnown ? cached!.Members : [];
        return isKnown;
    }

    /// <summary>True where members have failed: what is near at hand is not to be believed.</summary>
    public bool IsDoubtful(in NameHash hash, Instant now)
    {
        Expire(now);
        return _cached.TryGetValue(hash, out Cached? cached) && cached.IsDoubtful;
    }

    /// <summary>Remembers who was found.</summary>
    public void Put(in NameHash hash, IReadOnlyList<Address> members, Instant now) => Put(hash, members, isDoubtful: false, now);

    /// <summary>A member has failed.</summary>
    public void Drop(in NameHash hash, Address member, Instant now)
    {
        IReadOnlyList<Address> left = TryGet(hash, out IReadOnlyList<Address> members, now)
            ? [.. members.Where(known => known != member)]
            : [];
        Put(hash, left, isDoubtful: true, now);
    }

    /// <summary>A member has left: it serves nothing.</summary>
    public void Drop(Address member)
    {
        foreach (Cached cached in _cached.Values)
        {
            if (cached.Members.Contains(member))
            {
                cached.Members = [.. cached.Members.Where(known => known != member)];
            }
        }
    }

    private void Put(in NameHash hash, IReadOnlyList<Address> members, bool isDoubtful, Instant now)
    {
        Expire(now);
        if (_order.Count == Capacity)
        {
            Forget(_order.Dequeue());
        }

        var cached = new Cached(hash, now + Lifetime) { Members = members, IsDoubtful = isDoubtful };
        _cached[hash] = cached;
        _order.Enqueue(cached);
    }

    private void Expire(Instant now)
    {
        while (_order.TryPeek(out Cached? oldest) && oldest.Expires <= now)
        {
            Forget(_order.Dequeue());
        }
    }

    private void Forget(Cached cached)
    {
        if (_cached.TryGetValue(cached.Hash, out Cached? current) && current == cached)
        {
            _cached.Remove(cached.Hash);
        }
    }

    private sealed class Cached(NameHash hash, Instant expires)
    {
        public NameHash Hash { get; } = hash;

        public Instant Expires { get; } = expires;

        public required IReadOnlyList<Address> Members { get; set; }

        public required bool IsDoubtful { get; init; }
    }
}
