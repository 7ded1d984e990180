using Lamina.Core;
using Lamina.Ipc.Unicast.Directory;
using Lamina.Ipc.Unicast.Directory.OneHop;

namespace Lamina.Ipc.Tests.Unicast.Directory;

public class OneHopDirectoryTests
{
    private const ulong Seed = 30_002;

    private readonly MachineContext _context = new(new PacketPool(), new SeededRandom(Seed));
    private readonly SeededRandom _fate = new(Seed);
    private readonly SortedDictionary<Address, OneHopDirectory> _members = [];
    private readonly HashSet<Address> _dead = [];
    private double _loss;
    private Instant _now;

    [Fact]
    public void What_one_member_registers_every_member_finds()
    {
        Grow(12);
        for (int i = 0; i < 40; i++)
        {
            _members.Values.ElementAt(i % 12).Register(Hash(i), _now);
        }

        Run(Duration.FromSeconds(1));
        foreach (OneHopDirectory member in _members.Values)
        {
            for (int i = 0; i < 40; i++)
            {
                Assert.Equal([_members.Keys.ElementAt(i % 12)], Find(member, Hash(i)));
            }
        }
    }

    [Fact]
    public void A_third_of_the_packets_may_be_lost()
    {
        Grow(8);
        _loss = 0.33;
        _members.Values.First().Register(Hash(1), _now);
        Run(Duration.FromSeconds(25));
        Assert.Equal([_members.Keys.First()], Find(_members.Values.Last(), Hash(1)));
    }

    [Fact]
    public void Unknown_names_are_answered_within_bounded_time_even_when_nobody_answers()
    {
        Grow(5);
        Assert.Empty(Find(_members.Values.First(), Hash(1)));
        _loss = 1;
        Instant before = _now;
        Assert.Empty(Find(_members.Values.First(), Hash(2)));
        Assert.InRange((_now - before).TotalSeconds, 0, 5);
    }

    [Fact]
    public void What_is_taken_back_is_not_found_and_comes_again_when_it_is_registered_again()
    {
        Grow(6);
        OneHopDirectory owner = _members.Values.First();
        OneHopDirectory asker = _members.Values.Last();
        owner.Register(Hash(1), _now);
        Run(Duration.FromSeconds(1));
        owner.Unregister(Hash(1), _now);
        Run(Duration.FromSeconds(1));
        Assert.Empty(Find(asker, Hash(1)));
        Run(Duration.FromSeconds(30));
        owner.Register(Hash(1), _now);
        Run(Duration.FromSeconds(1));
        Assert.Equal([_members.Keys.First()], Find(asker, Hash(1)));
    }

    [Fact]
    public void Names_outlive_the_members_that_kept_them()
    {
        Grow(9);
        OneHopDirectory owner = _members.Values.First();
        owner.Register(Hash(1), _now);
        Run(Duration.FromSeconds(1));
        Address[] homes = [.. _members.Where(pair => pair.Value != owner && pair.Value.Describe(_now).Count > 0).Select(pair => pair.Key)];
        Assert.InRange(homes.Length, 2, 3);
        foreach (Address home in homes)
        {
            _dead.Add(home);
        }

        TellMembers();
        Run(Duration.FromSeconds(1));
        foreach (OneHopDirectory member in _members.Where(pair => !_dead.Contains(pair.Key)).Select(pair => pair.Value))
        {
            Assert.Equal([_members.Keys.First()], Find(member, Hash(1)));
        }
    }

    [Fact]
    public void What_its_owner_does_not_repeat_is_forgotten()
    {
        Grow(4);
        _members.Values.First().Register(Hash(1), _now);
        Run(Duration.FromSeconds(1));
        _members.Values.First().Shutdown();
        _dead.Add(_members.Keys.First());
        TellMembers();
        Run(Duration.FromSeconds(90));
        Assert.All(_members.Values.Skip(1), member => Assert.Empty(member.Describe(_now)));
    }

    private static NameHash Hash(int i) => NameHash.Of(Name.Parse($"name {i}"), HashAlgorithmId.Sha3_256);

    private void Grow(int count)
    {
        while (_members.Count < count)
        {
            var address = new Address((ulong)_fate.Next(int.MaxValue) + 1);
            _members.TryAdd(address, new OneHopDirectory(address, _context, new Transport(this)));
        }

        TellMembers();
    }

    private void TellMembers()
    {
        Address[] living = [.. _members.Keys.Where(address => !_dead.Contains(address))];
        foreach (Address address in living)
        {
            _members[address].HandleMembersChanged(living, _now);
        }
    }

    private IReadOnlyList<Address> Find(OneHopDirectory member, NameHash hash)
    {
        var probe = new Probe();
        member.Find(hash, probe, _now);
        while (probe.Found is null)
        {
            _context.Run(_now);
            _now = Instant.Max(_now, Instant.Min(_context.NextTimeout, _now + Duration.FromSeconds(1)));
        }

        return probe.Found;
    }

    private void Run(Duration time)
    {
        Instant end = _now + time;
        _context.Run(_now);
        while (_context.NextTimeout <= end)
        {
            _now = Instant.Max(_now, _context.NextTimeout);
            _context.Run(_now);
        }

        _now = end;
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

    private sealed class Transport(OneHopDirectoryTests test) : IDirectoryTransport
    {
        public void SendDirectoryMessage(Address member, ReadOnlySpan<byte> message)
        {
            if (test._fate.NextDouble() >= test._loss && !test._dead.Contains(member))
            {
                test._context.RunQueue.Post(new Delivery(test._members[member], message.ToArray()));
            }
        }
    }

    private sealed class Delivery(OneHopDirectory target, byte[] message) : IDeferred
    {
        public void RunDeferred(int code, in Train train, Instant now) => target.HandleMessage(message, now);
    }
}
