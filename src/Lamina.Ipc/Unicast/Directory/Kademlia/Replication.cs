using Lamina.Core;
using Lamina.Ipc.Unicast.Directory.Entries;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>
/// Gives a new contact the entries that it became a home of. Only the holder that is nearest to the hash does, as far as it
/// knows: one copy on its way, not eight. The owner's own entries are the publisher's business.
/// </summary>
internal sealed class Replication(Contacts contacts, Requests requests, DirectoryStore store, DirectoryCounters counters)
{
    // What dies before it could be of use is left alone.
    private static readonly Duration LeastRemaining = Duration.FromSeconds(10);

    public void HandleContactAdded(in Contact contact, Instant now)
    {
        if (!contacts.IsHome)
        {
            return;
        }

        foreach ((NameHash hash, List<DirectoryEntry> entries) in store.All)
        {
            if (!IsMine(hash.Prefix, contact))
            {
                continue;
            }

            foreach (DirectoryEntry entry in entries)
            {
                if (entry.IsLive(now + LeastRemaining)
                    && entry.Member != contact.Member
                    && entry.Member != contacts.Self.Member
                    && requests.TryEnqueue(new ReplicaRequest(contact, hash, entry), now))
                {
                    counters.Replicated++;
                }
            }
        }
    }

    private bool IsMine(ulong key, in Contact newcomer) =>
        contacts.Table.CountNearer(key, contacts.Self, 1, newcomer.Member) == 0
        && contacts.Table.CountNearer(key, newcomer, KeySpace.K, newcomer.Member) < KeySpace.K;
}
