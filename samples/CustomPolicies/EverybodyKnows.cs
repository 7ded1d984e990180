using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Directory;

namespace CustomPolicies;

/// <summary>Every member tells all others what it serves, and again every 5 s; who asks looks at home. For small layers.</summary>
public sealed class EverybodyKnows : IDirectoryPolicy
{
    public const string PolicyName = "everybody-knows";

    public IDirectory Create(Membership membership, MachineContext context, IDirectoryTransport transport) =>
        new Member(membership.Address, context, transport);

    private sealed class Member : IDirectory, ITimed
    {
        // kind (told, taken back, acknowledged), sender, sequence, hash
        private const int HeaderLength = 17;

        private static readonly Duration Repetition = Duration.FromMilliseconds(500);
        private static readonly Duration Patience = Duration.FromSeconds(4);
        private static readonly Duration Refresh = Duration.FromSeconds(5);
        private static readonly Duration Lifetime = Duration.FromSeconds(20);

        private readonly Address _self;
        private readonly MachineContext _context;
        private readonly IDirectoryTransport _transport;
        private readonly MachineTimer _timer;
        private readonly HashSet<NameHash> _own = [];
        private readonly Dictionary<(NameHash Hash, Address Member), (ulong Sequence, bool IsServed, Instant Expires)> _known = [];
        private readonly List<Wait> _waits = [];
        private IReadOnlyList<Address> _others = [];
        private ulong _sequence;
        private Instant _refresh = Instant.Never;
        private bool _isShutDown;

        public Member(Address self, MachineContext context, IDirectoryTransport transport)
        {
            _self = self;
            _context = context;
            _transport = transport;
            _timer = new MachineTimer(context.Timers, this);
        }

        private enum Kind : byte
        {
            Served = 1,
            TakenBack = 2,
            Acknowledged = 3,
        }

        public string Name => PolicyName;

        public DirectoryCounters Counters { get; } = new();

        public void Register(in NameHash hash, Instant now)
        {
            _own.Add(hash);
            TellAll(Kind.Served, hash);
            SetTimer(now);
        }

        public void Unregister(in NameHash hash, Instant now)
        {
            if (_own.Remove(hash))
            {
                TellAll(Kind.TakenBack, hash);
            }
        }

        public void AwaitPublished(NameHash? hash, IOutcomeSink sink, Instant now)
        {
            HashSet<(NameHash, Address)> missing = [.. from name in hash is { } one ? [one] : _own.AsEnumerable() from other in _others select (name, other)];
            if (missing.Count == 0)
            {
                Post(later => sink.HandleOutcome(Outcome.Ok, later));
                return;
            }

            _waits.Add(new Wait(sink, missing, missing.Count, now + Patience));
            SetTimer(now);
        }

        public void Find(in NameHash hash, IDirectorySink sink, Instant now)
        {
            NameHash wanted = hash;
            Post(later => sink.HandleFound(Owners(wanted, later), later));
        }

        public void HandleFailed(in NameHash hash, Address member, Instant now) => _known.Remove((hash, member));

        public void HandleMessage(ReadOnlySpan<byte> message, Instant now)
        {
            if (message.Length <= HeaderLength || !NameHash.TryFromBytes(message[HeaderLength..], out NameHash hash))
            {
                return;
            }

            var sender = new Address(BinaryPrimitives.ReadUInt64BigEndian(message[1..]));
            ulong sequence = BinaryPrimitives.ReadUInt64BigEndian(message[9..]);
            switch ((Kind)message[0])
            {
                case Kind.Served or Kind.TakenBack when _others.Contains(sender):
                    if (!_known.TryGetValue((hash, sender), out var old) || sequence > old.Sequence)
                    {
                        _known[(hash, sender)] = (sequence, message[0] == (byte)Kind.Served, now + Lifetime);
                    }

                    Tell(sender, Kind.Acknowledged, hash);
                    break;
                case Kind.Acknowledged:
                    HandleAcknowledged(hash, sender, now);
                    break;
            }
        }

        public void HandleMembersChanged(IReadOnlyList<Address> members, Instant now)
        {
            _others = [.. members.Where(member => member != _self)];
            foreach (var entry in _known.Keys.Where(entry => !_others.Contains(entry.Member)).ToArray())
            {
                _known.Remove(entry);
            }

            TellAllAgain();
            SetTimer(now);
        }

        public void HandleMemberLeft(Address member)
        {
            foreach (var entry in _known.Keys.Where(entry => entry.Member == member).ToArray())
            {
                _known.Remove(entry);
            }
        }

        public IReadOnlyList<DirectoryEntryInfo> Describe(Instant now) =>
        [
            .. _own.Select(hash => new DirectoryEntryInfo(hash, _self, true, Duration.Forever)),
            .. _known.Where(entry => entry.Value.IsServed && entry.Value.Expires > now)
                .Select(entry => new DirectoryEntryInfo(entry.Key.Hash, entry.Key.Member, false, entry.Value.Expires - now)),
        ];

        public void HandleTimeout(Instant now)
        {
            foreach (Wait wait in _waits.Where(wait => wait.Deadline <= now).ToArray())
            {
                bool isHeard = wait.Missing.Count < wait.All;
                End(wait, isHeard ? Outcome.Ok : Outcome.Timeout("no other member answers"), now);
            }

            foreach (var entry in _known.Where(entry => entry.Value.Expires <= now).ToArray())
            {
                _known.Remove(entry.Key);
            }

            TellAllAgain();
            SetTimer(now);
        }

        public void Shutdown()
        {
            _isShutDown = true;
            _timer.Remove();
            foreach (Wait wait in _waits)
            {
                Post(later => wait.Sink.HandleOutcome(Outcome.Timeout("the member leaves the layer"), later));
            }

            _waits.Clear();
        }

        private Address[] Owners(NameHash hash, Instant now)
        {
            IEnumerable<Address> others = _known.Where(entry => entry.Key.Hash == hash && entry.Value.IsServed && entry.Value.Expires > now)
                .Select(entry => entry.Key.Member);
            return [.. (_own.Contains(hash) ? others.Append(_self) : others).Order()];
        }

        private void HandleAcknowledged(NameHash hash, Address sender, Instant now)
        {
            foreach (Wait wait in _waits.Where(wait => wait.Missing.Remove((hash, sender)) && wait.Missing.Count == 0).ToArray())
            {
                End(wait, Outcome.Ok, now);
            }
        }

        private void End(Wait wait, Outcome outcome, Instant now)
        {
            _waits.Remove(wait);
            wait.Sink.HandleOutcome(outcome, now);
        }

        private void TellAllAgain()
        {
            foreach (NameHash hash in _own)
            {
                TellAll(Kind.Served, hash);
            }
        }

        private void TellAll(Kind kind, in NameHash hash)
        {
            _sequence++;
            foreach (Address other in _others)
            {
                Tell(other, kind, hash);
            }
        }

        private void Tell(Address member, Kind kind, in NameHash hash)
        {
            Span<byte> message = stackalloc byte[HeaderLength + NameHash.MaxLength];
            message[0] = (byte)kind;
            BinaryPrimitives.WriteUInt64BigEndian(message[1..], _self.Value);
            BinaryPrimitives.WriteUInt64BigEndian(message[9..], _sequence);
            hash.CopyTo(message[HeaderLength..]);
            _transport.SendDirectoryMessage(member, message[..(HeaderLength + hash.Length)]);
        }

        private void SetTimer(Instant now)
        {
            bool isIdle = _own.Count == 0 && _known.Count == 0 && _waits.Count == 0;
            _refresh = isIdle ? Instant.Never : now + (_waits.Count > 0 ? Repetition : Refresh);
            if (!_isShutDown)
            {
                _timer.Set(_refresh);
            }
        }

        private void Post(Action<Instant> call) => _context.RunQueue.Post(new Posted(call));

        private sealed record Wait(IOutcomeSink Sink, HashSet<(NameHash, Address)> Missing, int All, Instant Deadline);

        private sealed class Posted(Action<Instant> call) : IDeferred
        {
            public void RunDeferred(int code, in Train train, Instant now) => call(now);
        }
    }
}
