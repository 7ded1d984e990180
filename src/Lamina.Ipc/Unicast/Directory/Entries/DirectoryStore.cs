using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Entries;

/// <summary>
/// The entries that a member keeps for the layer, each with the sequence number of who stored it and a lifetime.
/// A withdrawn entry stays as a mark until its time is over: a late packet must not bring it back.
/// </summary>
internal sealed class DirectoryStore
{
    private const int Capacity = 65_536;
    private const int MaxMembersPerHash = 32;

    private readonly Dictionary<NameHash, SortedDictionary<Address, Entry>> _entries = [];
    private int _count;

    /// <summary>Entries and marks.</summary>
    public int Count => _count;

    /// <summary>Stores or withdraws what a member says about itself.</summary>
    /// <returns>False when there is no room.</returns>
    public bool TryPut(in NameHash hash, Address member, ulong sequence, bool withdrawn, Instant expires)
    {
        if (!_entries.TryGetValue(hash, out SortedDictionary<Address, Entry>? members))
        {
            _entries[hash] = members = [];
        }

        if (members.TryGetValue(member, out Entry? known))
        {
            if (sequence >= known.Sequence)
            {
                members[member] = new(sequence, withdrawn, expires);
            }

            return true;
        }

        if (_count >= Capacity || members.Count >= MaxMembersPerHash)
        {
            return false;
        }

        members[member] = new(sequence, withdrawn, expires);
        _count++;
        return true;
    }

    /// <summary>Who serves a hash, by address.</summary>
    public List<Address> Find(in NameHash hash, Instant now)
    {
        var found = new List<Address>();
        if (_entries.TryGetValue(hash, out SortedDictionary<Address, Entry>? members))
        {
            foreach ((Address member, Entry entry) in members)
            {
                if (!entry.Withdrawn && entry.Expires > now)
                {
                    found.Add(member);
                }
            }
        }

        return found;
    }

    /// <summary>Withdraws all that a member has stored; nothing that it sent before brings it back.</summary>
    public void Withdraw(Address member)
    {
        foreach (SortedDictionary<Address, Entry> members in _entries.Values)
        {
            if (members.TryGetValue(member, out Entry? known))
            {
                members[member] = known with { Sequence = ulong.MaxValue, Withdrawn = true };
            }
        }
    }

    /// <summary>Forgets what is past its lifetime.</summary>
    public void Expire(Instant now)
    {
        foreach ((NameHash hash, SortedDictionary<Address, Entry> members) in _entries)
        {
            foreach (Address member in members.Where(pair => pair.Value.Expires <= now).Select(pair => pair.Key).ToList())
            {
                members.Remove(member);
                _count--;
            }

            if (members.Count == 0)
            {
                _entries.Remove(hash);
            }
        }
    }

    /// <summary>All entries that are not withdrawn.</summary>
    public IEnumerable<DirectoryEntryInfo> Describe(Address self, Instant now) =>
        from pair in _entries
        from entry in pair.Value
        where !entry.Value.Withdrawn && entry.Value.Expires > now
        select new DirectoryEntryInfo(pair.Key, entry.Key, entry.Key == self, entry.Value.Expires - now);

    private sealed record Entry(ulong Sequence, bool Withdrawn, Instant Expires);
}
