using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory;

/// <summary>
/// The questions that are open: each goes to all homes at once, and again until they answer; the first that knows
/// somebody settles it.
/// </summary>
internal sealed class Searches(Address self, MachineContext context, IDirectoryTransport transport, DirectoryStore store)
{
    private const int MaxAttempts = 4;
    private const int Capacity = 1024;

    private static readonly Duration FirstRetransmission = Duration.FromMilliseconds(200);

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

    public void Start(in NameHash hash, IDirectorySink sink, IReadOnlyList<Address> members, Instant now)
    {
        var search = new Search(hash, context.Random.NextUInt64(), sink);
        Address[] homes = Rendezvous.HomesOf(hash, members);
        List<Address> here = homes.Contains(self) ? store.Find(hash, now) : [];
        search.Waiting.AddRange(homes.Where(home => home != self));
        if (here.Count > 0 || search.Waiting.Count == 0 || _open.Count >= Capacity)
        {
            search.Finish(here, context.RunQueue);
            return;
        }

        _open.Add(search);
        Send(search, now);
    }

    public void HandleAnswer(Address home, ulong cookie, IReadOnlyList<ulong> addresses)
    {
        Search? search = _open.Find(open => open.Cookie == cookie);
        if (search is null || !search.Waiting.Remove(home))
        {
            return;
        }

        Address[] members = [.. addresses.Take(DirectoryCodec.MaxAddresses).Where(value => value != 0).Select(value => new Address(value))];
        if (members.Length > 0 || search.Waiting.Count == 0)
        {
            _open.Remove(search);
            search.Finish(members, context.RunQueue);
        }
    }

    public void HandleTimeout(Instant now)
    {
        for (int i = _open.Count - 1; i >= 0; i--)
        {
            Search search = _open[i];
            if (search.Retransmit > now)
            {
                continue;
            }

            if (search.Attempts == MaxAttempts)
            {
                _open.RemoveAt(i);
                search.Finish([], context.RunQueue);
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

    private void Send(Search search, Instant now)
    {
        byte[] question = DirectoryCodec.Find(self, search.Cookie, search.Hash);
        foreach (Address home in search.Waiting)
        {
            transport.SendDirectoryMessage(home, question);
        }

        search.Retransmit = now + (FirstRetransmission * (1L << search.Attempts));
        search.Attempts++;
    }
}
