using Lamina.Core;
using Lamina.Ipc.Unicast.Directory.Entries;
using Lamina.Ipc.Unicast.Directory.Proofs;
using Lamina.Wire.Directory;

namespace Lamina.Ipc.Unicast.Directory.OneHop;

/// <summary>
/// A distributed hash table of one hop (policy <c>one-hop</c>, for small layers): routing tells every member all members, so every member
/// knows the homes of a hash by itself. Entries live for a time, and their owners tell them anew before it is over and
/// whenever the homes change; a home that is lost costs nothing while another lives.
/// </summary>
public sealed class OneHopDirectory : IDirectory, ITimed
{
    /// <summary>The policy's name.</summary>
    public const string PolicyName = "one-hop";

    private static readonly Duration Lifetime = Duration.FromSeconds(60);
    private static readonly Duration LongestLifetime = Duration.FromSeconds(600);

    // So long after a change of members, "nobody" may only mean "not here yet".
    private static readonly Duration SettlingTime = Duration.FromSeconds(2);

    private readonly Address _self;
    private readonly MachineContext _context;
    private readonly IDirectoryTransport _transport;
    private readonly DirectoryStore _store = new();
    private readonly ServerProofs? _proofs;
    private readonly Publisher _publisher;
    private readonly Searches _searches;
    private readonly MachineTimer _timer;
    private IReadOnlyList<Address> _members;
    private bool _isShutDown;
    private Instant _sweep = Instant.Never;
    private Instant _settled = Instant.Zero;

    /// <summary>A directory of one member.</summary>
    /// <param name="self">Its address.</param>
    /// <param name="context">What the machines of the stack share.</param>
    /// <param name="transport">How it reaches others.</param>
    /// <param name="proofs">Who is believed to serve what; null (default): everybody, the layer proves nothing.</param>
    public OneHopDirectory(Address self, MachineContext context, IDirectoryTransport transport, ServerProofs? proofs = null)
    {
        _proofs = proofs;
        _self = self;
        _context = context;
        _transport = transport;
        _members = [self];
        _publisher = new Publisher(self, context, transport, _store, Lifetime, proofs);
        _searches = new Searches(self, context, transport, _store, proofs, Counters);
        _timer = new MachineTimer(context.Timers, this);
    }

    /// <inheritdoc/>
    public string Name => PolicyName;

    /// <inheritdoc/>
    public DirectoryCounters Counters { get; } = new();

    /// <inheritdoc/>
    public void Register(in NameHash hash, Instant now)
    {
        _publisher.Publish(hash, _members, now);
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
        _publisher.Withdraw(hash, _members, now);
        SetTimer(now);
    }

    /// <inheritdoc/>
    public void Find(in NameHash hash, IDirectorySink sink, Instant now)
    {
        Counters.Finds++;
        _searches.Start(hash, sink, _members, now < _settled, now);
        SetTimer(now);
    }

    /// <inheritdoc/>
    public void Withdraw(in NameHash hash, IDirectorySink sink) => _searches.Withdraw(sink);

    /// <inheritdoc/>
    public void HandleFailed(in NameHash hash, Address member, Instant now)
    {
        // Nothing is cached: the next question asks the homes anew.
    }

    /// <inheritdoc/>
    public void HandleMembersChanged(IReadOnlyList<Address> members, Instant now)
    {
        _members = members;
        _settled = now + SettlingTime;
        _publisher.HandleMembersChanged(members, now);
        SetTimer(now);
    }

    /// <inheritdoc/>
    public void HandleMemberLeft(Address member) => _store.Withdraw(member);

    /// <inheritdoc/>
    public void HandleMessage(ReadOnlySpan<byte> message, Instant now)
    {
        if (!DirectoryCodec.TryRead(message, out DirectoryMessage read) || !TryHandle(read, now))
        {
            Counters.Malformed++;
            return;
        }

        Counters.Received++;

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

        _publisher.HandleTimeout(_members, now);
        _searches.HandleTimeout(_members, now < _settled, now);
        SetTimer(now);
    }

    /// <inheritdoc/>
    public IReadOnlyList<DirectoryEntryInfo> Describe(Instant now) => _store.Describe(_self, now);

    /// <inheritdoc/>
    public void Shutdown()
    {
        _isShutDown = true;
        _searches.Shutdown();
        _publisher.Shutdown();
        _timer.Remove();
    }

    private bool TryHandle(DirectoryMessage message, Instant now)
    {
        var sender = new Address(message.Sender);
        switch (message.BodyCase)
        {
            case DirectoryMessage.BodyOneofCase.Store:
                var lifetime = Duration.Min(LongestLifetime, Duration.FromMilliseconds(message.Store.Lifetime));
                NameHash hash = DirectoryCodec.ToHash(message.Store.Hash);
                var entry = new DirectoryEntry(sender, message.Store.Sequence, message.Store.Withdrawn, now + lifetime)
                {
                    Proof = message.Store.Proof.ToByteArray(),
                };
                if (_proofs is not null && (sender == _self || !_proofs.TryBelieve(hash, ref entry)))
                {
                    Counters.Unproved++;
                }
                else if (_store.TryPut(hash, entry, out _))
                {
                    _transport.SendDirectoryMessage(sender, OneHopMessages.Stored(_self, message.Cookie));
                }
                else
                {
                    Counters.StoreDrops++;
                }

                return true;
            case DirectoryMessage.BodyOneofCase.Stored:
                _publisher.HandleAcknowledged(sender, message.Cookie, now);
                return true;
            case DirectoryMessage.BodyOneofCase.Find:
                NameHash wanted = DirectoryCodec.ToHash(message.Find.Hash);
                _transport.SendDirectoryMessage(
                    sender, OneHopMessages.Found(_self, message.Cookie, wanted, _store.FindEntries(wanted, now), _proofs, now < _settled));
                return true;
            case DirectoryMessage.BodyOneofCase.Found:
                _searches.HandleAnswer(sender, message.Cookie, message.Found, now < _settled, now);
                return true;
            default:
                return false;
        }
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
            _sweep = now + (Lifetime / 2);
        }

        _timer.Set(Instant.Min(_sweep, Instant.Min(_publisher.NextTimeout, _searches.NextTimeout)));
    }
}
