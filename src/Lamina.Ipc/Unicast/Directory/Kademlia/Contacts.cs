using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>
/// Whom this member knows of the others. The members on routing's list are the only ones that can be contacts, and
/// leaving the list is death; so nobody is pinged. A small layer's list is taken whole, a large one's by samples.
/// </summary>
internal sealed class Contacts
{
    // Below this, walking the list costs less than the messages that it saves.
    private const int SmallLayer = 32;
    private const int FirstSample = 32;
    private const int Sample = 4;

    // So long after a change of members, "nobody" may only mean "not here yet".
    private static readonly Duration SettlingTime = Duration.FromSeconds(2);

    private readonly HashAlgorithmId _algorithm;
    private readonly IRandomSource _random;
    private readonly IContactUser _user;
    private Address[] _members;
    private Instant _settled = Instant.Zero;

    public Contacts(Address self, HashAlgorithmId algorithm, IRandomSource random, IContactUser user)
    {
        _algorithm = algorithm;
        _random = random;
        _user = user;
        _members = [self];
        Self = new Contact(KeySpace.IdOf(self, algorithm), self);
        Table = new ContactTable(Self.Id);
    }

    /// <summary>This member.</summary>
    public Contact Self { get; }

    /// <summary>The contacts.</summary>
    public ContactTable Table { get; }

    /// <summary>Members on the list, this one included where it is no router.</summary>
    public int MemberCount => _members.Length;

    /// <summary>Counts the changes of the list.</summary>
    public long Version { get; private set; }

    /// <summary>False for a router: nothing is kept there.</summary>
    public bool IsHome => IsMember(Self.Member);

    /// <summary>True where every other member is a contact: then the nearest to a key are known without asking.</summary>
    public bool IsComplete => Table.Count == MemberCount - (IsHome ? 1 : 0);

    /// <summary>True where the members have changed just now.</summary>
    public bool IsUnsettled(Instant now) => now < _settled;

    /// <summary>True where routing can reach the member, and it is no router.</summary>
    public bool IsMember(Address member) => Array.BinarySearch(_members, member) >= 0;

    /// <summary>The nearest contacts to a key, nearest first.</summary>
    /// <returns>How many.</returns>
    public int Nearest(ulong key, Span<Contact> target, bool withDoubtful)
    {
        var nearest = new NearestList(key, target);
        Table.OfferTo(ref nearest, withDoubtful);
        return nearest.Count;
    }

    /// <summary>True where this member is a home of the key, as far as it knows.</summary>
    public bool IsHomeOf(ulong key) => IsHome && Table.CountNearer(key, Self, KeySpace.K, Address.None) < KeySpace.K;

    /// <summary>Somebody told of a member.</summary>
    /// <returns>False where it is nobody to ask.</returns>
    public bool TryLearn(Address member, out Contact contact, Instant now)
    {
        contact = default;
        if (member == Self.Member || !IsMember(member))
        {
            return false;
        }

        if (Table.TryGetId(member, out ulong id))
        {
            contact = new Contact(id, member);
        }
        else
        {
            contact = new Contact(KeySpace.IdOf(member, _algorithm), member);
            if (Table.Add(contact))
            {
                _user.HandleContactAdded(contact, now);
            }
        }

        return true;
    }

    /// <summary>A member has sent a message.</summary>
    public void Hear(Address member, Instant now)
    {
        if (member == Self.Member || !IsMember(member))
        {
            return;
        }

        var contact = new Contact(Table.TryGetId(member, out ulong id) ? id : KeySpace.IdOf(member, _algorithm), member);
        if (Table.Hear(contact))
        {
            _user.HandleContactAdded(contact, now);
        }
    }

    /// <summary>A member has left on purpose; the list will follow.</summary>
    public void HandleMemberLeft(Address member) => Table.RemoveAll(contact => contact.Member == member);

    /// <summary>The list has changed.</summary>
    public void HandleMembersChanged(IReadOnlyList<Address> members, Instant now)
    {
        bool wasAlone = Table.Count == 0;
        bool hasGrown = members.Count > _members.Length;
        _members = members as Address[] ?? [.. members];
        _settled = now + SettlingTime;
        Version++;
        Table.RemoveAll(contact => !IsMember(contact.Member));
        if (wasAlone)
        {
            TakeIn(FirstSample, null, now);
            if (Table.Count > 0)
            {
                _user.HandleJoined(now);
            }
        }
        else
        {
            TakeIn(hasGrown ? Sample : 0, _user, now);
        }
    }

    /// <summary>
    /// Too few are left for a look-up to begin at, since many were silent in turn: routing's list names others, and those
    /// again. Who loses its contacts while nobody has a route to it yet would stay alone otherwise.
    /// </summary>
    public void Replenish(Instant now)
    {
        if (Table.Count < KeySpace.K && Table.Count < MemberCount - (IsHome ? 1 : 0))
        {
            TakeIn(FirstSample, _user, now);
        }
    }

    private void TakeIn(int sample, IContactUser? user, Instant now)
    {
        bool isSmall = _members.Length <= SmallLayer;
        int count = isSmall ? _members.Length : sample;
        for (int i = 0; i < count; i++)
        {
            Address member = _members[isSmall ? i : (int)(_random.NextUInt64() % (ulong)_members.Length)];
            if (member == Self.Member || Table.TryGetId(member, out _))
            {
                continue;
            }

            var contact = new Contact(KeySpace.IdOf(member, _algorithm), member);
            if (Table.Add(contact))
            {
                user?.HandleContactAdded(contact, now);
            }
        }
    }
}
