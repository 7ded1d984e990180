using Lamina.Core;
using Lamina.Ipc.Unicast.Directory.Entries;
using Lamina.Ipc.Unicast.Directory.Proofs;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>
/// The questions of this member: who serves a hash? Answered by the cache, by the own store where this member is a home,
/// or by a look-up, which all who ask meanwhile share.
/// </summary>
internal sealed class Finds(
    Contacts contacts, DirectoryStore store, Publisher publisher, LookUps lookUps, ServerProofs? proofs, RunQueue queue,
    DirectoryCounters counters)
    : ILookUpUser
{
    private const int MaxOpen = 1024;
    private const int MaxWaitersPerName = 1024;

    private static readonly Duration RetryPause = Duration.FromMilliseconds(50);
    private static readonly Duration LongestDoubt = Duration.FromMilliseconds(500);
    private static readonly Duration LongestSilence = Duration.FromSeconds(3);

    private readonly Dictionary<NameHash, Find> _open = [];

    private readonly FindCache _cache = new();

    /// <summary>When to ask again.</summary>
    public Instant NextTimeout { get; private set; } = Instant.Never;

    public void Start(in NameHash hash, IDirectorySink sink, Instant now)
    {
        counters.Finds++;
        if (_cache.TryGet(hash, out IReadOnlyList<Address> cached, now))
        {
            counters.CacheHits++;
            queue.Post(new FoundNotice(sink, cached));
            return;
        }

        bool isDoubtful = _cache.IsDoubtful(hash, now);
        if (!isDoubtful && contacts.IsHomeOf(hash.Prefix) && FindHere(hash, now) is { Count: > 0 } here)
        {
            queue.Post(new FoundNotice(sink, here));
            return;
        }

        bool isOpen = _open.TryGetValue(hash, out Find? find);
        if (isOpen ? find!.Sinks.Count >= MaxWaitersPerName : _open.Count >= MaxOpen)
        {
            counters.RequestDrops++;
            queue.Post(new FoundNotice(sink, []));
            return;
        }

        find ??= new Find(hash, isDoubtful, now);
        find.Sinks.Add(sink);
        if (!isOpen)
        {
            _open.Add(hash, find);
            LookUp(find, now);
        }
    }

    /// <summary>See <see cref="IDirectory.Withdraw"/>. Questions that are out are repeated: their answers show who is alive.</summary>
    public void Withdraw(in NameHash hash, IDirectorySink sink)
    {
        if (_open.TryGetValue(hash, out Find? find) && find.Sinks.Remove(sink) && find.Sinks.Count == 0)
        {
            _open.Remove(hash);
            find.LookUp?.End();
        }
    }

    /// <summary>See <see cref="IDirectory.HandleFailed"/>.</summary>
    public void HandleFailed(in NameHash hash, Address member, Instant now)
    {
        IReadOnlyList<Address> known = _cache.TryGet(hash, out IReadOnlyList<Address> cached, now) ? cached
            : _cache.IsDoubtful(hash, now) ? []
            : FindHere(hash, now);
        _cache.Put(hash, [.. known.Where(other => other != member)], isDoubtful: true, now);
    }

    /// <summary>A member has left: nothing that was found of it holds.</summary>
    public void HandleMemberLeft(Address member) => _cache.Drop(member);

    public void HandleLookUp(LookUp lookUp, Instant now)
    {
        if (lookUp.Hash is not { } hash || !_open.TryGetValue(hash, out Find? find))
        {
            return;
        }

        var members = new SortedSet<Address>(lookUp.Found);
        members.UnionWith(FindHere(hash, now));
        if (!publisher.Serves(hash))
        {
            // What others remember of this member is old: it must not pick itself by accident.
            members.Remove(contacts.Self.Member);
        }

        // In a layer that has just changed, an entry may be on its way to its home, or the home be another; and where homes
        // are silent, they may have no route to this member yet.
        Instant retry = now + RetryPause;
        Instant end = find.Started + (lookUp.HasGaps ? LongestSilence : LongestDoubt);
        if (members.Count == 0 && lookUp.IsUnsettled && retry <= end)
        {
            find.Retry = retry;
            NextTimeout = Instant.Min(NextTimeout, retry);
            return;
        }

        IReadOnlyList<Address> found = [.. members];
        if (found.Count > 0)
        {
            _cache.Put(hash, found, isDoubtful: false, now);
        }

        Finish(find, found);
    }

    public void HandleTimeout(Instant now)
    {
        if (NextTimeout > now)
        {
            return;
        }

        NextTimeout = Instant.Never;
        foreach (Find find in _open.Values.ToArray())
        {
            if (find.Retry <= now)
            {
                find.Retry = Instant.Never;
                LookUp(find, now);
            }
            else
            {
                NextTimeout = Instant.Min(NextTimeout, find.Retry);
            }
        }
    }

    public void Shutdown()
    {
        foreach (Find find in _open.Values.ToArray())
        {
            Finish(find, []);
        }

        NextTimeout = Instant.Never;
    }

    private List<Address> FindHere(in NameHash hash, Instant now)
    {
        List<Address> here = proofs is null ? store.Find(hash, now) : proofs.Learn(hash, store.FindEntries(hash, now));
        if (!publisher.Serves(hash))
        {
            here.Remove(contacts.Self.Member);
        }

        return here;
    }

    private void LookUp(Find find, Instant now)
    {
        find.LookUp = new LookUp(find.Hash.Prefix, find.Hash, find.IsThorough, this);
        lookUps.Start(find.LookUp, now);
    }

    private void Finish(Find find, IReadOnlyList<Address> members)
    {
        _open.Remove(find.Hash);
        foreach (IDirectorySink sink in find.Sinks)
        {
            queue.Post(new FoundNotice(sink, members));
        }
    }
}
