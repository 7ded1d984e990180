using Lamina.Core;
using Lamina.Ipc.Unicast.Directory;
using Lamina.Ipc.Unicast.Directory.Kademlia;

namespace Lamina.Ipc.Tests.Unicast.Directory;

/// <summary>
/// Many Kademlia directories in virtual time, without the rest of their stacks: messages take 1 to 20 ms or are lost, and
/// the test says when routing tells whom which members there are.
/// </summary>
internal sealed class DirectoryNet(ulong seed)
{
    private readonly MachineContext _context = new(new PacketPool(), new SeededRandom(seed));
    private readonly PriorityQueue<(Address To, byte[] Bytes), (Instant, long)> _flights = new();
    private readonly SortedDictionary<Address, KademliaDirectory> _members = [];
    private readonly Dictionary<Address, int> _sides = [];
    private readonly Dictionary<Address, Address[]> _deaf = [];
    private readonly PriorityQueue<Action, Instant> _later = new();
    private long _order;

    public SeededRandom Random { get; } = new(seed + 1);

    public Instant Now { get; private set; }

    /// <summary>Chance of a message to be lost.</summary>
    public double Loss { get; set; }

    /// <summary>Messages that were sent.</summary>
    public long Messages { get; private set; }

    /// <summary>Bytes of them.</summary>
    public long Bytes { get; private set; }

    /// <summary>Those that live.</summary>
    public IReadOnlyDictionary<Address, KademliaDirectory> Members => _members;

    public Address Any() => _members.Keys.ElementAt(Random.Next(_members.Count));

    /// <summary>A new member; routing does not know it yet.</summary>
    public Address Add(Address? at = null)
    {
        Address address = at ?? new Address((ulong)Random.Next(int.MaxValue) + 1);
        _members.Add(address, new KademliaDirectory(address, HashAlgorithmId.Sha3_256, _context, new Transport(this, address)));
        return address;
    }

    public void Grow(int count)
    {
        while (_members.Count < count)
        {
            Add();
        }

        TellMembers();
    }

    /// <summary>A member dies without a word.</summary>
    public void Kill(Address member)
    {
        _members[member].Shutdown();
        _members.Remove(member);
    }

    /// <summary>A member leaves, and says so: routing tells it to everybody.</summary>
    public void Leave(Address member)
    {
        Kill(member);
        foreach (KademliaDirectory other in _members.Values)
        {
            other.HandleMemberLeft(member);
        }

        TellMembers();
    }

    /// <summary>A member hears nothing any more, but of these, while routing still lists it.</summary>
    public void Deafen(Address member, params Address[] heard) => _deaf[member] = heard;

    /// <summary>It hears again.</summary>
    public void Cure(Address member) => _deaf.Remove(member);

    /// <summary>Routing tells one member who can be reached, and the others nothing of it.</summary>
    public void Tell(Address member) => _members[member].HandleMembersChanged([.. _members.Keys], Now);

    /// <summary>A member joins who knows the layer at once; of the others only a few have a route to it by now.</summary>
    public Address AddUnheard(int heard)
    {
        Address[] hears = [.. Enumerable.Range(0, heard).Select(_ => Any())];
        Address newcomer = Add();
        Deafen(newcomer, hears);
        Tell(newcomer);
        return newcomer;
    }

    /// <summary>Now they have all.</summary>
    public void HearAll(Address newcomer)
    {
        Cure(newcomer);
        foreach (Address member in _members.Keys.Where(member => member != newcomer).ToArray())
        {
            Tell(member);
        }
    }

    /// <summary>Puts members on different sides: routing and messages stay on each.</summary>
    public void Part(Func<Address, int> side)
    {
        foreach (Address member in _members.Keys)
        {
            _sides[member] = side(member);
        }
    }

    /// <summary>Routing tells everybody who can be reached.</summary>
    public void TellMembers()
    {
        foreach (IGrouping<int, Address> side in _members.Keys.GroupBy(SideOf))
        {
            Address[] list = [.. side.Order()];
            foreach (Address member in list)
            {
                _members[member].HandleMembersChanged(list, Now);
            }
        }
    }

    /// <summary>Lets something happen later.</summary>
    public void After(Duration time, Action happens) => _later.Enqueue(happens, Now + time);

    public void RunFor(Duration time) => RunUntil(static () => false, time);

    public bool RunUntil(Func<bool> condition, Duration atMost)
    {
        Instant end = Now + atMost;
        _context.Run(Now);
        while (!condition())
        {
            Instant flight = _flights.TryPeek(out _, out (Instant At, long) first) ? first.At : Instant.Never;
            Instant later = _later.TryPeek(out _, out Instant at) ? at : Instant.Never;
            Instant next = Instant.Min(Instant.Min(flight, later), _context.NextTimeout);
            if (next > end)
            {
                Now = end;
                return condition();
            }

            Now = Instant.Max(Now, next);
            while (_later.TryPeek(out Action? happens, out at) && at <= Now)
            {
                _later.Dequeue();
                happens();
            }

            while (_flights.TryPeek(out _, out first) && first.At <= Now)
            {
                (Address to, byte[] bytes) = _flights.Dequeue();
                if (_members.TryGetValue(to, out KademliaDirectory? target))
                {
                    target.HandleMessage(bytes, Now);
                }
            }

            _context.Run(Now);
        }

        return true;
    }

    /// <summary>Who serves the name, as one member hears it.</summary>
    public IReadOnlyList<Address> Find(Address asker, NameHash hash)
    {
        var probe = new Probe();
        _members[asker].Find(hash, probe, Now);
        Assert.True(RunUntil(() => probe.Found is not null, Duration.FromSeconds(30)), "a question without an answer");
        return probe.Found!;
    }

    /// <summary>Registers, and waits until it is published.</summary>
    public Outcome Register(Address member, NameHash hash)
    {
        _members[member].Register(hash, Now);
        return Await(member, hash);
    }

    public Outcome Await(Address member, NameHash? hash)
    {
        var probe = new OutcomeProbe();
        _members[member].AwaitPublished(hash, probe, Now);
        Assert.True(RunUntil(() => probe.Outcome is not null, Duration.FromSeconds(30)), "no outcome");
        return probe.Outcome!.Value;
    }

    /// <summary>All members, the nearest to a hash first: what an oracle sees.</summary>
    public IEnumerable<Address> Nearest(NameHash hash) =>
        _members.Keys.OrderBy(member => NameHash.Of(member, HashAlgorithmId.Sha3_256).Prefix ^ hash.Prefix);

    /// <summary>Which members keep each hash.</summary>
    public ILookup<NameHash, Address> Copies() =>
        (from pair in _members from entry in pair.Value.Describe(Now) select (entry.Hash, pair.Key)).ToLookup(copy => copy.Hash, copy => copy.Key);

    /// <summary>A message from anybody, as it comes.</summary>
    public void Deliver(Address to, ReadOnlySpan<byte> message) => _members[to].HandleMessage(message, Now);

    public static NameHash Hash(int i) => NameHash.Of(Name.Parse($"name {i}"), HashAlgorithmId.Sha3_256);

    private int SideOf(Address member) => _sides.GetValueOrDefault(member);

    private void Send(Address from, Address to, ReadOnlySpan<byte> message)
    {
        Messages++;
        Bytes += message.Length;
        if ((Loss > 0 && Random.NextDouble() < Loss) || SideOf(from) != SideOf(to) || (_deaf.TryGetValue(to, out Address[]? heard) && !heard.Contains(from)) || !_members.ContainsKey(from))
        {
            return;
        }

        Instant at = Now + Duration.FromMilliseconds(1) + Duration.FromMicroseconds(Random.Next(19_000));
        _flights.Enqueue((to, message.ToArray()), (at, _order++));
    }

    private sealed class Transport(DirectoryNet net, Address self) : IDirectoryTransport
    {
        public void SendDirectoryMessage(Address member, ReadOnlySpan<byte> message) => net.Send(self, member, message);
    }

    private sealed class Probe : IDirectorySink
    {
        public IReadOnlyList<Address>? Found { get; private set; }

        public void HandleFound(IReadOnlyList<Address> members, Instant now)
        {
            Assert.Null(Found);
            Found = members;
        }
    }
}
