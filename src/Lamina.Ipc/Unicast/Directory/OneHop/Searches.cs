using Lamina.Core;
using Lamina.Ipc.Unicast.Directory.Entries;
using Lamina.Ipc.Unicast.Directory.Proofs;
using Lamina.Wire.Directory;

namespace Lamina.Ipc.Unicast.Directory.OneHop;

/// <summary>
/// The questions that are open: each goes to all homes at once, and again until they answer; the first that knows
/// somebody settles it. Where nobody does while members come and go, it is asked again for up to half a second.
/// </summary>
internal sealed class Searches(Address self, MachineContext context, IDirectoryTransport transport, DirectoryStore store, ServerProofs? proofs,
    DirectoryCounters counters)
{
    private const int MaxAttempts = 4;
    private const int Capacity = 1024;

    private static readonly Duration FirstRetransmission = Duration.FromMilliseconds(200);

    private static readonly Duration RoundPause = Duration.FromMilliseconds(50);
    private static readonly Duration LongestDoubt = Duration.FromMilliseconds(500);

    private readonly List<Search> _open = [];

    public Instant NextTimeout
    {
        get
        {
            Instant next = Instant.Never;
            foreach (Search search in _open)
            {
                next = Instant.Min(next, search.Retransmit);
            }

            return next;
        }
    }

    public void Start(in NameHash hash, IDirectorySink sink, IReadOnlyList<Address> members, bool isUnsettled, Instant now)
    {
        var search = new Search(hash, context.Random.NextUInt64(), sink, now);
        if (_open.Count >= Capacity)
        {
            search.Finish([], context.RunQueue);
            return;
        }

        _open.Add(search);
        Ask(search, members, isUnsettled, now);
    }

    /// <summary>Nobody wants to know any more.</summary>
    public void Withdraw(IDirectorySink sink) => _open.RemoveAll(search => search.Sink == sink);

    public void HandleAnswer(Address home, ulong cookie, FoundEntries answer, bool isUnsettled, Instant now)
    {
        Search? search = _open.Find(open => open.Cookie == cookie);
        if (search is null || !search.Waiting.Remove(home))
        {
            return;
        }

        IReadOnlyList<Address> members = Believe(search.Hash, answer);
        search.IsUnsettled |= answer.Unsettled;
        if (members.Count > 0)
        {
            Finish(search, members);
        }
        else if (search.Waiting.Count == 0)
        {
            EndRound(search, isUnsettled, now);
        }
    }

    public void HandleTimeout(IReadOnlyList<Address> members, bool isUnsettled, Instant now)
    {
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            Search search = _open[i];
            if (search.Retransmit > now)
            {
                continue;
            }

            if (search.IsPausing)
            {
                Ask(search, members, isUnsettled, now);
            }
            else if (search.Attempts == MaxAttempts)
            {
                Finish(search, []);
            }
            else
            {
                Send(search, now);
            }
        }
    }

    public void Shutdown()
    {
        foreach (Search search in _open)
        {
            search.Finish([], context.RunQueue);
        }

        _open.Clear();
    }

    private IReadOnlyList<Address> Believe(in NameHash hash, FoundEntries answer)
    {
        if (proofs is null)
        {
            return [.. answer.Addresses.Select(value => new Address(value))];
        }

        List<Address> believed = proofs.Learn(hash, answer, out int unproved);
        counters.Unproved += unproved;
        return believed;
    }

    // The homes are chosen anew for each round: the members may have changed since the last.
    private void Ask(Search search, IReadOnlyList<Address> members, bool isUnsettled, Instant now)
    {
        Address[] homes = Rendezvous.HomesOf(search.Hash, members);
        List<Address> here = !homes.Contains(self) ? []
            : proofs is null ? store.Find(search.Hash, now)
            : proofs.Learn(search.Hash, store.FindEntries(search.Hash, now));
        search.IsPausing = false;
        search.IsUnsettled = false;
        search.Attempts = 0;
        search.Waiting.Clear();
        search.Waiting.AddRange(homes.Where(home => home != self));
        if (here.Count > 0)
        {
            Finish(search, here);
        }
        else if (search.Waiting.Count == 0)
        {
            EndRound(search, isUnsettled, now);
        }
        else
        {
            Send(search, now);
        }
    }

    // In a layer that has just changed, an entry may be on its way to its home, or the home be another: ask again, for a while.
    private void EndRound(Search search, bool isUnsettled, Instant now)
    {
        Instant next = now + RoundPause;
        if ((isUnsettled || search.IsUnsettled) && next <= search.Started + LongestDoubt)
        {
            search.IsPausing = true;
            search.Retransmit = next;
        }
        else
        {
            Finish(search, []);
        }
    }

    private void Finish(Search search, IReadOnlyList<Address> found)
    {
        _open.Remove(search);
        search.Finish(found, context.RunQueue);
    }

    private void Send(Search search, Instant now)
    {
        byte[] question = OneHopMessages.Find(self, search.Cookie, search.Hash);
        foreach (Address home in search.Waiting)
        {
            transport.SendDirectoryMessage(home, question);
        }

        search.Retransmit = now + (FirstRetransmission * (1L << search.Attempts));
        search.Attempts++;
    }
}
