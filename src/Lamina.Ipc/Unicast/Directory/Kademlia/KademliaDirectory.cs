using Google.Protobuf;
using Lamina.Core;
using Lamina.Ipc.Unicast.Directory.Entries;
using Lamina.Ipc.Unicast.Directory.Proofs;
using Lamina.Wire.Directory;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>
/// A distributed hash table over the layer itself (policy <c>dht</c>): the eight members whose ids are nearest to a hash
/// are its homes, and everybody finds them in a logarithmic number of steps from the few contacts that it has.
/// The rooms and their reasons: docs/design/DIRECTORY.md.
/// </summary>
public sealed class KademliaDirectory : IDirectory, ITimed, IContactUser
{
    /// <summary>The policy's name.</summary>
    public const string PolicyName = "dht";

    private static readonly Duration LongestLifetime = Duration.FromSeconds(600);
    private static readonly Duration SweepInterval = Duration.FromSeconds(30);

    private readonly IDirectoryTransport _transport;
    private readonly DirectoryStore _store = new();
    private readonly ServerProofs? _proofs;
    private readonly Contacts _contacts;
    private readonly Requests _requests;
    private readonly LookUps _lookUps;
    private readonly Publisher _publisher;
    private readonly Replication _replication;
    private readonly Finds _finds;
    private readonly Upkeep _upkeep;
    private readonly MachineTimer _timer;
    private bool _isShutDown;
    private Instant _sweep = Instant.Never;

    /// <summary>A directory of one member.</summary>
    /// <param name="self">Its address.</param>
    /// <param name="algorithm">How the layer hashes.</param>
    /// <param name="context">What the machines of the stack share.</param>
    /// <param name="transport">How it reaches others.</param>
    /// <param name="proofs">Who is believed to serve what; null (default): everybody, the layer proves nothing.</param>
    public KademliaDirectory(
        Address self, HashAlgorithmId algorithm, MachineContext context, IDirectoryTransport transport, ServerProofs? proofs = null)
    {
        _proofs = proofs;
        _transport = transport;
        _contacts = new Contacts(self, algorithm, context.Random, this);
        _requests = new Requests(_contacts, context, transport, Counters);
        _lookUps = new LookUps(_contacts, _requests, Counters, proofs);
        _publisher = new Publisher(_contacts, _requests, _lookUps, _store, proofs, context);
        _replication = new Replication(_contacts, _requests, _store, Counters);
        _finds = new Finds(_contacts, _store, _publisher, _lookUps, proofs, context.RunQueue, Counters);
        _upkeep = new Upkeep(_contacts, _lookUps, context.Random);
        _timer = new MachineTimer(context.Timers, this);
    }

    /// <inheritdoc/>
    public string Name => PolicyName;

    /// <inheritdoc/>
    public DirectoryCounters Counters { get; } = new();

    /// <summary>Members that this one knows as contacts.</summary>
    public int ContactCount => _contacts.Table.Count;

    /// <inheritdoc/>
    public void Register(in NameHash hash, Instant now)
    {
        _publisher.Publish(hash, now);
        SetTimer(now);
    }

    /// <inheritdoc/>
    public void AwaitPublished(NameHash? hash, IOutcomeSink sink, Instant now)
    {
        _publisher.Await(hash, sink, now);
        SetTimer(now);
    }

    /// <inheritdoc/>
    public void Unregister(in NameHash hash, Instant now)
    {
        _publisher.Withdraw(hash, now);
        SetTimer(now);
    }

    /// <inheritdoc/>
    public void Find(in NameHash hash, IDirectorySink sink, Instant now)
    {
        _finds.Start(hash, sink, now);
        SetTimer(now);
    }

    /// <inheritdoc/>
    public void Withdraw(in NameHash hash, IDirectorySink sink) => _finds.Withdraw(hash, sink);

    /// <inheritdoc/>
    public void HandleFailed(in NameHash hash, Address member, Instant now) => _finds.HandleFailed(hash, member, now);

    /// <inheritdoc/>
    public void HandleMembersChanged(IReadOnlyList<Address> members, Instant now)
    {
        _contacts.HandleMembersChanged(members, now);
        _publisher.HandleMembersChanged(now);
        _upkeep.HandleMembersChanged(now);
        SetTimer(now);
    }

    /// <inheritdoc/>
    public void HandleMemberLeft(Address member)
    {
        _store.Withdraw(member);
        _contacts.HandleMemberLeft(member);
        _finds.HandleMemberLeft(member);
    }

    /// <inheritdoc/>
    public void HandleMessage(ReadOnlySpan<byte> message, Instant now)
    {
        if (_isShutDown || !DirectoryCodec.TryRead(message, out DirectoryMessage read) || !TryHandle(read, now))
        {
            Counters.Malformed++;
            return;
        }

        Counters.Received++;
        _contacts.Hear(new Address(read.Sender), now);
        SetTimer(now);
    }

    /// <inheritdoc/>
    public void HandleTimeout(Instant now)
    {
        if (_sweep <= now)
        {
            _store.Expire(now);
            _sweep = Instant.Never;
        }

        _requests.HandleTimeout(now);
        _finds.HandleTimeout(now);
        _publisher.HandleTimeout(now);
        _upkeep.HandleTimeout(now);
        SetTimer(now);
    }

    /// <inheritdoc/>
    public IReadOnlyList<DirectoryEntryInfo> Describe(Instant now) => _store.Describe(_contacts.Self.Member, now);

    /// <inheritdoc/>
    public void Shutdown()
    {
        _isShutDown = true;
        _finds.Shutdown();
        _publisher.Shutdown();
        _lookUps.Shutdown();
        _requests.Shutdown();
        _upkeep.Shutdown();
        _timer.Remove();
    }

    void IContactUser.HandleJoined(Instant now)
    {
        _upkeep.HandleJoined(now);
        _publisher.HandleJoined(now);
    }

    void IContactUser.HandleContactAdded(in Contact contact, Instant now)
    {
        _publisher.HandleContactAdded(contact, now);
        _replication.HandleContactAdded(contact, now);
    }

    private bool TryHandle(DirectoryMessage message, Instant now)
    {
        switch (message.BodyCase)
        {
            case DirectoryMessage.BodyOneofCase.Store:
                return TryStore(message, message.Store, now);
            case DirectoryMessage.BodyOneofCase.Find:
                NameHash hash = DirectoryCodec.ToHash(message.Find.Hash);
                var found = new FoundEntries { Hash = message.Find.Hash, Unsettled = _contacts.IsUnsettled(now) };
                List<DirectoryEntry> entries = _store.FindEntries(hash, now);
                found.Addresses.AddRange(entries.Select(entry => entry.Member.Value));
                AddNearest(found.Closer, hash.Prefix, message.Sender);
                _proofs?.AddTo(found, entries);
                Answer(message, answer => answer.Found = found);
                return true;
            case DirectoryMessage.BodyOneofCase.FindMembers:
                var members = new FoundMembers();
                AddNearest(members.Closer, message.FindMembers.Key, message.Sender);
                Answer(message, answer => answer.FoundMembers = members);
                return true;
            default:
                return _requests.TryHandleAnswer(new Address(message.Sender), message, now);
        }
    }

    private bool TryStore(DirectoryMessage message, StoreEntry store, Instant now)
    {
        ulong member = store.Member == 0 ? message.Sender : store.Member;
        if ((store.Withdrawn && member != message.Sender) || member == _contacts.Self.Member.Value)
        {
            // Nobody takes back what is another's, and nobody knows better than this member what it serves.
            return false;
        }

        NameHash hash = DirectoryCodec.ToHash(store.Hash);
        var lifetime = Duration.Min(LongestLifetime, Duration.FromMilliseconds(store.Lifetime));
        var entry = new DirectoryEntry(new Address(member), store.Sequence, store.Withdrawn, now + lifetime) { Proof = store.Proof.ToByteArray() };
        if (_proofs is not null && !_proofs.TryBelieve(hash, ref entry))
        {
            Counters.Unproved++;
            Answer(message, answer => answer.Stored = new StoreAcknowledgement { Refused = true });
            return true;
        }

        ulong held = 0;
        bool isKept = _contacts.IsHome && _store.TryPut(hash, entry, out held);
        Counters.StoreDrops += isKept ? 0 : 1;
        Answer(message, answer => answer.Stored = new StoreAcknowledgement { Sequence = held, Refused = !isKept });
        return true;
    }

    // Not the asker itself, and nobody who has just been silent.
    private void AddNearest(ICollection<ulong> closer, ulong key, ulong asker)
    {
        Span<Contact> nearest = stackalloc Contact[KeySpace.K];
        foreach (Contact contact in nearest[.._contacts.Nearest(key, nearest, withDoubtful: false)])
        {
            if (contact.Member.Value != asker)
            {
                closer.Add(contact.Member.Value);
            }
        }
    }

    private void Answer(DirectoryMessage question, Action<DirectoryMessage> fill)
    {
        var answer = new DirectoryMessage { Sender = _contacts.Self.Member.Value, Cookie = question.Cookie };
        fill(answer);
        Counters.Sent++;
        _transport.SendDirectoryMessage(new Address(question.Sender), answer.ToByteArray());
    }

    private void SetTimer(Instant now)
    {
        // What is still in the run queue comes after the end.
        if (_isShutDown)
        {
            return;
        }

        if (_store.Count > 0 && _sweep == Instant.Never)
        {
            _sweep = now + SweepInterval;
        }

        Instant next = Instant.Min(_requests.NextTimeout, _finds.NextTimeout);
        _timer.Set(Instant.Min(Instant.Min(next, _sweep), Instant.Min(_publisher.NextTimeout, _upkeep.NextTimeout)));
    }
}
