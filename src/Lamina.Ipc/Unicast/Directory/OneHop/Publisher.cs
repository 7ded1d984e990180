using Lamina.Core;
using Lamina.Ipc.Unicast.Directory.Entries;
using Lamina.Ipc.Unicast.Directory.Proofs;

namespace Lamina.Ipc.Unicast.Directory.OneHop;

/// <summary>
/// Keeps the homes of this member's own hashes informed: tells them at once, again until they acknowledge, anew after
/// each third of the lifetime, and when the homes change.
/// </summary>
internal sealed class Publisher
{
    private const int MaxAttempts = 6;

    private static readonly Duration FirstRetransmission = Duration.FromMilliseconds(300);

    // In the order of registration: the order of messages must not depend on hash codes.
    private readonly List<Publication> _publications = [];

    private readonly Address _self;
    private readonly MachineContext _context;
    private readonly IDirectoryTransport _transport;
    private readonly DirectoryStore _store;
    private readonly Duration _lifetime;
    private readonly ServerProofs? _proofs;
    private readonly PublicationWaits _waits;

    // One count for all hashes: it rises also where a hash was forgotten and comes back.
    private ulong _sequence;

    public Publisher(Address self, MachineContext context, IDirectoryTransport transport, DirectoryStore store, Duration lifetime, ServerProofs? proofs)
    {
        _proofs = proofs;
        _self = self;
        _context = context;
        _transport = transport;
        _store = store;
        _lifetime = lifetime;
        _waits = new PublicationWaits(context, _publications);
    }

    public Instant NextTimeout
    {
        get
        {
            Instant next = _waits.NextTimeout;
            foreach (Publication publication in _publications)
            {
                next = Instant.Min(next, Instant.Min(publication.Republish, publication.Retransmit));
            }

            return next;
        }
    }

    public void Publish(in NameHash hash, IReadOnlyList<Address> members, Instant now)
    {
        Publication publication = FindOrAdd(hash);
        publication.IsWithdrawn = false;
        publication.Sequence = ++_sequence;
        Tell(publication, members, now);
    }

    public void Withdraw(in NameHash hash, IReadOnlyList<Address> members, Instant now)
    {
        Publication publication = FindOrAdd(hash);
        publication.IsWithdrawn = true;
        publication.Sequence = ++_sequence;
        Tell(publication, members, now);
    }

    public void HandleMembersChanged(IReadOnlyList<Address> members, Instant now)
    {
        foreach (Publication publication in _publications)
        {
            if (!publication.Homes.AsSpan().SequenceEqual(Rendezvous.HomesOf(publication.Hash, members)))
            {
                Tell(publication, members, now);
            }
        }
    }

    /// <summary>See <see cref="IDirectory.AwaitPublished"/>.</summary>
    public void Await(NameHash? hash, IOutcomeSink sink, Instant now) => _waits.Add(hash, sink, now);

    public void Shutdown() => _waits.Shutdown();

    public void HandleAcknowledged(Address home, ulong cookie, Instant now)
    {
        foreach (Publication publication in _publications)
        {
            if (publication.Waiting.Remove((home, cookie)) && publication.Waiting.Count == 0)
            {
                publication.Retransmit = Instant.Never;
            }
        }

        _waits.Examine(now);
    }

    public void HandleTimeout(IReadOnlyList<Address> members, Instant now)
    {
        _waits.Examine(now);
        // A withdrawn hash is forgotten once it would have been told anew: by then every entry of it has a mark, or dies.
        _publications.RemoveAll(publication => publication.IsWithdrawn && publication.Republish <= now);
        foreach (Publication publication in _publications)
        {
            if (publication.Republish <= now)
            {
                Tell(publication, members, now);
            }
            else if (publication.Retransmit <= now)
            {
                Send(publication, now);
            }
        }
    }

    private Publication FindOrAdd(NameHash hash)
    {
        Publication? publication = _publications.Find(known => known.Hash == hash);
        if (publication is null)
        {
            publication = new Publication(hash);
            _publications.Add(publication);
        }

        return publication;
    }

    private ReadOnlyMemory<byte> ProofOf(Publication publication) =>
        _proofs is null ? default
        : publication.IsWithdrawn ? _proofs.OwnWithdrawal(publication.Hash, publication.Sequence)
        : _proofs.Own(publication.Hash);

    private void Tell(Publication publication, IReadOnlyList<Address> members, Instant now)
    {
        publication.Republish = now + (_lifetime / 3);
        publication.Attempts = 0;
        publication.Waiting.Clear();
        publication.Homes = Rendezvous.HomesOf(publication.Hash, members);
        foreach (Address home in publication.Homes)
        {
            if (home == _self)
            {
                _store.TryPut(
                    publication.Hash,
                    new(_self, publication.Sequence, publication.IsWithdrawn, now + _lifetime) { Proof = ProofOf(publication) },
                    out _);
            }
            else
            {
                publication.Waiting.Add((home, _context.Random.NextUInt64()));
            }
        }

        Send(publication, now);
    }

    private void Send(Publication publication, Instant now)
    {
        if (publication.Waiting.Count == 0 || publication.Attempts == MaxAttempts)
        {
            publication.Retransmit = Instant.Never;
            return;
        }

        foreach ((Address home, ulong cookie) in publication.Waiting)
        {
            _transport.SendDirectoryMessage(home, OneHopMessages.Store(_self, cookie, publication, ProofOf(publication), _lifetime));
        }

        publication.Retransmit = now + (FirstRetransmission * (1L << publication.Attempts));
        publication.Attempts++;
    }
}
