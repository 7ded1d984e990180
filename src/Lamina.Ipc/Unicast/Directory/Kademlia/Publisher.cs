using Lamina.Core;
using Lamina.Ipc.Unicast.Directory.Entries;
using Lamina.Ipc.Unicast.Directory.Proofs;
using Lamina.Wire.Directory;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>
/// Keeps the homes of this member's own hashes informed: finds them, tells them, tells them anew three times in a lifetime,
/// and finds others when one is lost. A nearer member that appears is told at once.
/// </summary>
internal sealed class Publisher
{
    /// <summary>How long a home keeps what is not said again.</summary>
    public static readonly Duration Lifetime = Duration.FromSeconds(300);

    // Nearer members that appear make the homes more for a while; the next look-up settles who they are.
    private const int MaxHomes = 2 * KeySpace.K;
    private const int MaxDoublings = 10;

    // Homes that are wrong although nothing has told so do not stay for ever.
    private const int MaxTellings = 3;

    private static readonly Duration RepairDelay = Duration.FromSeconds(2);
    private static readonly Duration GrowthDelay = Duration.FromSeconds(3);
    private static readonly Duration SilencePause = Duration.FromSeconds(5);
    private static readonly Duration DoubtPause = Duration.FromMilliseconds(200);
    private static readonly Duration Republication = Lifetime / 3;

    private readonly Contacts _contacts;
    private readonly Requests _requests;
    private readonly LookUps _lookUps;
    private readonly DirectoryStore _store;
    private readonly ServerProofs? _proofs;
    private readonly IRandomSource _random;
    private readonly Dictionary<NameHash, Publication> _publications = [];
    private readonly PublicationWaits _waits;

    // One count for all hashes: it rises also where a hash was forgotten and comes back.
    private ulong _sequence;
    private Instant _due = Instant.Never;

    public Publisher(Contacts contacts, Requests requests, LookUps lookUps, DirectoryStore store, ServerProofs? proofs, MachineContext context)
    {
        _proofs = proofs;
        _contacts = contacts;
        _requests = requests;
        _lookUps = lookUps;
        _store = store;
        _random = context.Random;
        _waits = new PublicationWaits(context, _publications.Values);
    }

    public Instant NextTimeout => Instant.Min(_due, _waits.NextTimeout);

    /// <summary>True while this member has the hash registered.</summary>
    public bool Serves(in NameHash hash) => _publications.TryGetValue(hash, out Publication? publication) && !publication.IsWithdrawn;

    public void Publish(in NameHash hash, Instant now) => Say(hash, isWithdrawn: false, now);

    public void Withdraw(in NameHash hash, Instant now) => Say(hash, isWithdrawn: true, now);

    /// <summary>See <see cref="IDirectory.AwaitPublished"/>.</summary>
    public void Await(NameHash? hash, IOutcomeSink sink, Instant now) => _waits.Add(hash, sink, now);

    /// <summary>The first others are there: all names concern them.</summary>
    public void HandleJoined(Instant now)
    {
        foreach (Publication publication in _publications.Values)
        {
            LookUp(publication, now);
        }

        _waits.Examine(now);
    }

    /// <summary>
    /// The list of members has changed: the homes that are not on it are lost, and in a layer that has grown by an eighth
    /// others are nearer, whom nobody has told this member of.
    /// </summary>
    public void HandleMembersChanged(Instant now)
    {
        foreach (Publication publication in _publications.Values)
        {
            if (!publication.IsWithdrawn && _contacts.MemberCount * 8 > publication.MemberCount * 9)
            {
                publication.MemberCount = _contacts.MemberCount;
                Repair(publication, now + GrowthDelay + RandomPart(GrowthDelay));
            }

            if (publication.Homes.RemoveAll(home => !_contacts.IsMember(home.Contact.Member)) > 0)
            {
                Repair(publication, now + RandomPart(RepairDelay));
            }
        }

        _waits.Examine(now);
    }

    /// <summary>There is one more contact: it may be a home that nobody looked for.</summary>
    public void HandleContactAdded(in Contact contact, Instant now)
    {
        foreach (Publication publication in _publications.Values)
        {
            if (publication.IsWithdrawn || publication.IsLookingUp || !publication.WantsHome(contact))
            {
                continue;
            }

            if (publication.Homes.Count == MaxHomes)
            {
                publication.Homes.RemoveAt(0);
            }

            var home = new Home(contact, isSelf: false);
            publication.Homes.Add(home);
            Tell(publication, home, now);
        }
    }

    /// <summary>The homes of a hash are found.</summary>
    public void HandleHomes(Publication publication, LookUp lookUp, Instant now)
    {
        publication.IsLookingUp = false;
        if (publication.MustRepeat)
        {
            LookUp(publication, now);
            return;
        }

        List<Contact> found = lookUp.Homes(_contacts.IsHome ? _contacts.Self : null);
        bool isSure = !lookUp.HasGaps && found.Count >= Math.Min(KeySpace.K, _contacts.MemberCount);
        SetHomes(publication, found);
        publication.HasLostHomes = false;
        publication.IsDoubtful = !isSure && lookUp.IsUnsettled;
        publication.Doubts = isSure ? 0 : publication.Doubts + 1;
        publication.Tellings = 0;
        publication.MembersVersion = _contacts.Version;
        publication.MemberCount = _contacts.MemberCount;
        TellAll(publication, now);

        // Those who were asked knew as little of the layer as this member. Once is enough: in a layer that never rests,
        // looking again and again would cost more than it brings.
        if (lookUp.IsUnsettled && !publication.IsConfirmed && !publication.IsWithdrawn)
        {
            publication.IsConfirmed = true;
            Repair(publication, now + GrowthDelay + RandomPart(GrowthDelay));
        }

        // Silence that lasts costs no more than republication does.
        if (!isSure)
        {
            Duration pause = Duration.Min(DoubtPause * (1L << Math.Min(publication.Doubts, MaxDoublings)), Republication);
            Repair(publication, now + pause + RandomPart(pause / 4));
        }
    }

    /// <summary>A home has answered what it was told.</summary>
    public void HandleStored(Publication publication, Home home, ulong sequence, StoreAcknowledgement answer, Instant now)
    {
        if (answer.Sequence > publication.Sequence && answer.Sequence < ulong.MaxValue)
        {
            // It remembers an earlier life of this address: outlive it.
            _sequence = Math.Max(_sequence, answer.Sequence);
            publication.Sequence = ++_sequence;
            TellAll(publication, now);
        }
        else if (answer.Refused)
        {
            home.State = HomeState.Full;
        }
        else if (sequence == publication.Sequence)
        {
            home.State = HomeState.Acknowledged;
        }

        _waits.Examine(now);
    }

    /// <summary>A home does not answer: another will be looked for.</summary>
    public void HandleSilence(Publication publication, Home home, Instant now)
    {
        home.State = HomeState.Silent;
        Repair(publication, now + SilencePause + RandomPart(SilencePause));
    }

    public void HandleTimeout(Instant now)
    {
        if (_due <= now)
        {
            _due = Instant.Never;
            foreach (Publication publication in _publications.Values)
            {
                if (publication.Due <= now)
                {
                    HandleDue(publication, now);
                }

                _due = Instant.Min(_due, publication.Due);
            }
        }

        _waits.Examine(now);
    }

    public void Shutdown() => _waits.Shutdown();

    /// <summary>This member's word for it; empty where none is asked for.</summary>
    public ReadOnlyMemory<byte> ProofOf(Publication publication) =>
        _proofs is null ? default
        : publication.IsWithdrawn ? _proofs.OwnWithdrawal(publication.Hash, publication.Sequence)
        : _proofs.Own(publication.Hash);

    private void Say(in NameHash hash, bool isWithdrawn, Instant now)
    {
        if (!_publications.TryGetValue(hash, out Publication? publication))
        {
            _publications[hash] = publication = new Publication(hash);
        }

        publication.IsWithdrawn = isWithdrawn;
        publication.Sequence = ++_sequence;
        publication.End = isWithdrawn ? now + Lifetime : Instant.Never;
        foreach (Home home in publication.Homes)
        {
            home.State = HomeState.Waiting;
        }

        LookUp(publication, now);
    }

    private void HandleDue(Publication publication, Instant now)
    {
        bool isStale = publication.HasLostHomes || publication.MembersVersion != _contacts.Version
            || publication.Tellings >= MaxTellings;
        if (publication.IsWithdrawn && (!publication.HasLostHomes || publication.End <= now))
        {
            // By now every entry of it has a mark, or has died.
            _publications.Remove(publication.Hash);
        }
        else if (isStale)
        {
            LookUp(publication, now);
        }
        else
        {
            TellAll(publication, now);
        }
    }

    private void LookUp(Publication publication, Instant now)
    {
        publication.Due = Instant.Never;
        publication.MustRepeat = publication.IsLookingUp;
        if (!publication.IsLookingUp)
        {
            publication.IsLookingUp = true;
            _lookUps.StartPaced(new LookUp(publication.Hash.Prefix, null, isThorough: false, new HomeSearch(this, publication)), now);
        }
    }

    // A withdrawal goes also to who had it before.
    private void SetHomes(Publication publication, List<Contact> found)
    {
        if (!publication.IsWithdrawn)
        {
            publication.Homes.RemoveAll(home => !found.Contains(home.Contact));
        }

        foreach (Contact contact in found)
        {
            if (!publication.Homes.Exists(home => home.Contact == contact))
            {
                publication.Homes.Add(new Home(contact, contact == _contacts.Self));
            }
        }
    }

    private void TellAll(Publication publication, Instant now)
    {
        Schedule(publication, now + Republication - (Republication / 10) + RandomPart(Republication / 5));
        publication.Tellings++;

        // The own store has it whether this member is a home or not: whoever asks it gets the truth.
        var entry = new DirectoryEntry(_contacts.Self.Member, publication.Sequence, publication.IsWithdrawn, now + Lifetime)
        {
            Proof = ProofOf(publication),
        };
        bool isKept = _store.TryPut(publication.Hash, entry, out _);
        foreach (Home home in publication.Homes)
        {
            if (home.IsSelf)
            {
                home.State = isKept ? HomeState.Acknowledged : HomeState.Full;
            }
            else
            {
                Tell(publication, home, now);
            }
        }

        _waits.Examine(now);
    }

    private void Tell(Publication publication, Home home, Instant now)
    {
        if (!_requests.TryEnqueue(new StoreRequest(this, publication, home), now))
        {
            home.State = HomeState.Silent;
            Repair(publication, now + SilencePause + RandomPart(SilencePause));
        }
    }

    private void Repair(Publication publication, Instant at)
    {
        publication.HasLostHomes = true;
        if (!publication.IsLookingUp)
        {
            Schedule(publication, Instant.Min(at, publication.Due));
        }
    }

    private void Schedule(Publication publication, Instant due)
    {
        publication.Due = due;
        _due = Instant.Min(_due, due);
    }

    private Duration RandomPart(Duration most) => new((long)(_random.NextUInt64() % (ulong)most.Nanoseconds));
}
