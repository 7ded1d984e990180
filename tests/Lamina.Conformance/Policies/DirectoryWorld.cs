using Lamina.Conformance.Layers;
using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Directory;
using Lamina.Wire;

namespace Lamina.Conformance.Policies;

/// <summary>The directories of a layer, without the layer: messages take 1 ms and may be lost; all know who is there.</summary>
internal sealed class DirectoryWorld
{
    private const string Layer = "conformance";

    private readonly IDirectoryPolicy _policy;
    private readonly SeededRandom _fate;
    private readonly SortedDictionary<Address, IDirectory> _members = [];

    public DirectoryWorld(IDirectoryPolicy policy, int size, ulong seed = 1)
    {
        _policy = policy;
        _fate = new SeededRandom(seed);
        Context = new MachineContext(new PacketPool(), new SeededRandom(seed));
        while (_members.Count < size)
        {
            Add();
        }

        TellMembers();
        RunFor(Duration.FromSeconds(10));
    }

    public MachineContext Context { get; }

    public Instant Now { get; private set; } = Instant.Zero + Duration.FromSeconds(1);

    /// <summary>Chance of a message to be lost.</summary>
    public double Loss { get; set; }

    public IReadOnlyList<Address> Addresses => [.. _members.Keys];

    public IDirectory this[Address member] => _members[member];

    public IDirectory this[int index] => _members[Addresses[index]];

    public static NameHash Hash(int i) => NameHash.Of(Name.Parse($"name {i}"), HashAlgorithmId.Sha3_256);

    /// <summary>Registers a name and waits until the member says that it is known.</summary>
    public Outcome Register(Address member, NameHash hash)
    {
        var outcome = new RecordingOutcome();
        _members[member].Register(hash, Now);
        _members[member].AwaitPublished(hash, outcome, Now);
        Expect(() => outcome.Answers == 1, "registering ended");
        return outcome.Outcome;
    }

    /// <summary>Asks one member; the answer must come within 30 s, and never inside the question.</summary>
    public IReadOnlyList<Address> Find(Address member, NameHash hash)
    {
        var sink = new Probe();
        _members[member].Find(hash, sink, Now);
        Assert.True(sink.Answers == 0, "the answer came inside the question");
        Expect(() => sink.Answers > 0, "a question ended");
        Assert.Equal(1, sink.Answers);
        return sink.Found;
    }

    /// <summary>Asks every member again and again, for a minute at most, until all give the same answer.</summary>
    public void ExpectFound(NameHash hash, params IEnumerable<Address> owners)
    {
        Address[] expected = [.. owners.Order()];
        foreach (Address member in Addresses)
        {
            Instant deadline = Now + Duration.FromSeconds(60);
            IReadOnlyList<Address> found = Find(member, hash);
            while (!found.Order().SequenceEqual(expected))
            {
                Assert.True(Now < deadline, $"member {member} finds {string.Join(", ", found)}, not {string.Join(", ", expected)}");
                RunFor(Duration.FromSeconds(1));
                found = Find(member, hash);
            }
        }
    }

    /// <summary>A member is gone, on purpose or not.</summary>
    public void Remove(Address member, bool isLeaving)
    {
        _members[member].Shutdown();
        _members.Remove(member);
        foreach (IDirectory other in _members.Values.Where(_ => isLeaving))
        {
            other.HandleMemberLeft(member);
        }

        TellMembers();
    }

    public void RunFor(Duration time)
    {
        Instant end = Now + time;
        Context.Run(Now);
        while (Context.NextTimeout <= end)
        {
            Step();
        }

        Now = end;
    }

    public void Expect(Func<bool> condition, string what)
    {
        Instant deadline = Now + Duration.FromSeconds(30);
        Context.Run(Now);
        while (!condition())
        {
            Assert.True(Context.NextTimeout <= deadline, $"waited in vain until {what}");
            Step();
        }
    }

    private void Step()
    {
        Now = Instant.Max(Now, Context.NextTimeout);
        Context.Run(Now);
    }

    private void Add()
    {
        var address = new Address((ulong)_fate.Next(int.MaxValue) + 1);
        var parameters = new LayerParameters(Name.Parse(Layer), 1200, Duration.FromSeconds(5));
        _members.TryAdd(address, _policy.Create(new Membership(parameters, address, IsRouter: false), Context, new Transport(this)));
    }

    private void TellMembers()
    {
        IReadOnlyList<Address> members = Addresses;
        foreach (IDirectory member in _members.Values)
        {
            member.HandleMembersChanged(members, Now);
        }
    }

    private sealed class Probe : IDirectorySink
    {
        public int Answers { get; private set; }

        public IReadOnlyList<Address> Found { get; private set; } = [];

        public void HandleFound(IReadOnlyList<Address> members, Instant now)
        {
            Answers++;
            Found = [.. members];
        }
    }

    private sealed class Transport(DirectoryWorld world) : IDirectoryTransport
    {
        public void SendDirectoryMessage(Address member, ReadOnlySpan<byte> message)
        {
            if (world._fate.NextDouble() >= world.Loss)
            {
                new Delivery(world, member, message.ToArray()).Start();
            }
        }
    }

    private sealed class Delivery : ITimed
    {
        private readonly DirectoryWorld _world;
        private readonly Address _member;
        private readonly byte[] _message;
        private readonly MachineTimer _timer;

        public Delivery(DirectoryWorld world, Address member, byte[] message)
        {
            (_world, _member, _message) = (world, member, message);
            _timer = new MachineTimer(world.Context.Timers, this);
        }

        public void Start() => _timer.Set(_world.Now + Duration.FromMilliseconds(1));

        public void HandleTimeout(Instant now)
        {
            _timer.Remove();
            if (_world._members.TryGetValue(_member, out IDirectory? directory))
            {
                directory.HandleMessage(_message, now);
            }
        }
    }
}
