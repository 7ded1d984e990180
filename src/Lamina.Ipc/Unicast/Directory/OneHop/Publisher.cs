using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.OneHop;

/// <summary>
/// Keeps the homes of this member's own hashes informed: tells them at once, again until they acknowledge, anew after
/// each third of the lifetime, and when the homes change.
/// </summary>
internal sealed class Publisher(
    Address self, MachineContext context, IDirectoryTransport transport, DirectoryStore store, Duration lifetime)
{
    private const int MaxAttempts = 6;

    private static readonly Duration FirstRetransmission = Duration.FromMilliseconds(300);

    // In the order of registration: the order of messages must not depend on hash codes.
    private readonly List<Publication> _publications = [];

    private readonly List<PublicationWait> _waits = [];

    // One count for all hashes: it rises also where a hash was forgotten and comes back.
    private ulong _sequence;

    private Instant _nextWait = Instant.Never;

    public Instant NextTimeout
    {
        get
        {
            Instant next = _nextWait;
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
        publication.Withdrawn = false;
        publication.Sequence = ++_sequence;
        Tell(publication, members, now);
    }

    public void Withdraw(in NameHash hash, IReadOnlyList<Address> members, Instant now)
    {
        Publication publication = FindOrAdd(hash);
        publication.Withdrawn = true;
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
    public void Await(NameHash? hash, IOutcomeSink sink, Instant now)
    {
        _waits.Add(new PublicationWait(hash, sink, now));
        ExamineWaits(now);
    }

    public void Shutdown()
    {
        foreach (PublicationWait wait in _waits)
        {
            PostedOutcome.Post(context, wait.Sink, Outcome.Failed("this side is shutting down"));
        }

        _waits.Clear();
    }

    public void HandleAcknowledged(Address home, ulong cookie, Instant now)
    {
        foreach (Publication publication in _publications)
        {
            if (publication.Waiting.Remove((home, cookie)) && publication.Waiting.Count == 0)
            {
                publication.Retransmit = Instant.Never;
            }
        }

        ExamineWaits(now);
    }

    public void HandleTimeout(IReadOnlyList<Address> members, Instant now)
    {
        ExamineWaits(now);
        // A withdrawn hash is forgotten once it would have been told anew: by then every entry of it has a mark, or dies.
        _publications.RemoveAll(publication => publication.Withdrawn && publication.Republish <= now);
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

    private void ExamineWaits(Instant now)
    {
        _nextWait = Instant.Never;
        for (int i = _waits.Count - 1; i >= 0; i--)
        {
            PublicationWait wait = _waits[i];
            if (wait.Examine(_publications, now) is { } outcome)
            {
                _waits.RemoveAt(i);
                PostedOutcome.Post(context, wait.Sink, outcome);
            }
            else
            {
                _nextWait = Instant.Min(_nextWait, wait.NextTimeout(now));
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

    private void Tell(Publication publication, IReadOnlyList<Address> members, Instant now)
    {
        publication.Republish = now + (lifetime / 3);
        publication.Attempts = 0;
        publication.Waiting.Clear();
        publication.Homes = Rendezvous.HomesOf(publication.Hash, members);
        foreach (Address home in publication.Homes)
        {
            if (home == self)
            {
                store.TryPut(publication.Hash, self, publication.Sequence, publication.Withdrawn, now + lifetime);
            }
            else
            {
                publication.Waiting.Add((home, context.Random.NextUInt64()));
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
            transport.SendDirectoryMessage(home, DirectoryCodec.Store(self, cookie, publication, lifetime));
        }

        publication.Retransmit = now + (FirstRetransmission * (1L << publication.Attempts));
        publication.Attempts++;
    }
}
