using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Entries;

/// <summary>
/// The entries that a member keeps for the layer, each with the sequence number of who serves the hash and a lifetime.
/// A withdrawn entry stays as a mark until its time is over: a late packet must not bring it back.
/// </summary>
/// <param name="capacity">Most entries, marks included.</param>
/// <param name="capacityPerMember">Most entries of one serving member.</param>
internal sealed class DirectoryStore(int capacity = DirectoryStore.DefaultCapacity, int capacityPerMember = DirectoryStore.DefaultPerMember)
{
    public const int DefaultCapacity = 65_536;
    public const int DefaultPerMember = 4_096;

    /// <summary>Most members of one hash: what one answer carries.</summary>
    public const int MaxMembersPerHash = Wire.Directory.DirectoryCodec.MaxAddresses;

    private readonly Dictionary<NameHash, List<DirectoryEntry>> _entries = [];
    private readonly Dictionary<Address, int> _perMember = [];

    /// <summary>Entries and marks.</summary>
    public int Count { get; private set; }

    /// <summary>All hashes with their entries, by address of the member.</summary>
    public IEnumerable<KeyValuePair<NameHash, List<DirectoryEntry>>> All => _entries;

    /// <summary>Stores or withdraws.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="entry">What is said; ignored where something newer is held.</param>
    /// <param name="held">The sequence number that is held in the end.</param>
    /// <returns>False when there is no room, or what is held is another's.</returns>
    public bool TryPut(in NameHash hash, in DirectoryEntry entry, out ulong held)
    {
        held = entry.Sequence;
        List<DirectoryEntry>? members = _entries.GetValueOrDefault(hash);
        int place = members is null ? ~0 : PlaceOf(members, entry.Member);
        if (place >= 0)
        {
            if (!members![place].IsWithdrawn && entry.IsOfOther(members[place]))
            {
                return false;
            }

            held = Math.Max(held, members![place].Sequence);
            if (entry.Sequence >= members[place].Sequence)
            {
                members[place] = entry;
            }

            return true;
        }

        int ofMember = _perMember.GetValueOrDefault(entry.Member);
        if (Count >= capacity || ofMember >= capacityPerMember || members?.Count >= MaxMembersPerHash)
        {
            return false;
        }

        if (members is null)
        {
            _entries[hash] = members = new List<DirectoryEntry>(1);
        }

        members.Insert(~place, entry);
        _perMember[entry.Member] = ofMember + 1;
        Count++;
        return true;
    }

    /// <summary>Who serves a hash, by address.</summary>
    public List<Address> Find(in NameHash hash, Instant now) => FindEntries(hash, now).ConvertAll(static entry => entry.Member);

    /// <summary>As <see cref="Find"/>, with all that was said.</summary>
    public List<DirectoryEntry> FindEntries(in NameHash hash, Instant now)
    {
        var found = new List<DirectoryEntry>();
        if (_entries.TryGetValue(hash, out List<DirectoryEntry>? members))
        {
            foreach (DirectoryEntry entry in members)
            {
                if (entry.IsLive(now))
                {
                    found.Add(entry);
                }
            }
        }

        return found;
    }

    /// <summary>Withdraws all entries of a member; nothing that was said before brings them back.</summary>
    public void Withdraw(Address member)
    {
        if (!_perMember.ContainsKey(member))
        {
            return;
        }

        foreach (List<DirectoryEntry> members in _entries.Values)
        {
            int place = PlaceOf(members, member);
            if (place >= 0)
            {
                DirectoryEntry known = members[place];
                members[place] = known with { Sequence = known.IsWithdrawn ? known.Sequence : known.Sequence + 1, IsWithdrawn = true };
            }
        }
    }

    /// <summary>Forgets what is past its lifetime.</summary>
    public void Expire(Instant now)
    {
        foreach ((NameHash hash, List<DirectoryEntry> members) in _entries)
        {
            for (int i = members.Count - 1; i >= 0; i--)
            {
                if (members[i].Expires <= now)
                {
                    Uncount(members[i].Member);
                    members.RemoveAt(i);
                }
            }

            if (members.Count == 0)
            {
                _entries.Remove(hash);
            }
        }
    }

    /// <summary>All entries that are not withdrawn, by hash and member.</summary>
    public IReadOnlyList<DirectoryEntryInfo> Describe(Address self, Instant now) =>
    [
        .. from pair in _entries.OrderBy(pair => pair.Key.ToHex(), StringComparer.Ordinal)
           from entry in pair.Value
           where entry.IsLive(now)
           select new DirectoryEntryInfo(pair.Key, entry.Member, entry.Member == self, entry.Expires - now),
    ];

    private void Uncount(Address member)
    {
        Count--;
        if (--_perMember[member] == 0)
        {
            _perMember.Remove(member);
        }
    }

    // As a binary search of List: the complement of where it belongs, where it is not there.
    private static int PlaceOf(List<DirectoryEntry> members, Address member)
    {
        for (int i = 0; i < members.Count; i++)
        {
            if (members[i].Member.Value >= member.Value)
            {
                return members[i].Member == member ? i : ~i;
            }
        }

        return ~members.Count;
    }
}
