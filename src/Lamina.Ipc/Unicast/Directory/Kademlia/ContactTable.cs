using System.Numerics;
using Lamina.Core;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>
/// The contacts of a member, in buckets by the number of leading bits that they share with the own id: many of those
/// nearby, few of those far away, about 8 log2(n/8) of n members in all.
/// </summary>
internal sealed class ContactTable(ulong ownId)
{
    private ContactBucket?[] _buckets = new ContactBucket?[8];

    /// <summary>Contacts in all buckets.</summary>
    public int Count { get; private set; }

    /// <summary>The deepest bucket with contacts; -1 where there are none.</summary>
    public int Deepest => Array.FindLastIndex(_buckets, bucket => bucket?.Count > 0);

    /// <summary>The id of a member, where it is a contact.</summary>
    public bool TryGetId(Address member, out ulong id)
    {
        foreach (ContactBucket? bucket in _buckets)
        {
            for (int i = 0; i < bucket?.Count; i++)
            {
                if (bucket[i].Member == member)
                {
                    id = bucket[i].Id;
                    return true;
                }
            }
        }

        id = 0;
        return false;
    }

    /// <summary>See <see cref="ContactBucket.Add"/>.</summary>
    public bool Add(in Contact contact) => Counted(BucketOf(contact.Id)?.Add(contact) ?? false);

    /// <summary>See <see cref="ContactBucket.Hear"/>.</summary>
    public bool Hear(in Contact contact) => Counted(BucketOf(contact.Id)?.Hear(contact) ?? false);

    /// <summary>See <see cref="ContactBucket.Fail"/>.</summary>
    public bool Fail(in Contact contact)
    {
        ContactBucket? bucket = BucketOf(contact.Id);
        int before = bucket?.Count ?? 0;
        bool isRemoved = bucket?.Fail(contact.Member) ?? false;
        Count += (bucket?.Count ?? 0) - before;
        return isRemoved;
    }

    /// <summary>Removes all contacts of whom the condition holds, and says which they were.</summary>
    public List<Contact> RemoveAll(Predicate<Contact> condition)
    {
        var removed = new List<Contact>();
        foreach (ContactBucket? bucket in _buckets)
        {
            int before = bucket?.Count ?? 0;
            bucket?.RemoveSpares(condition);
            for (int i = before - 1; i >= 0; i--)
            {
                Contact contact = bucket![i];
                if (condition(contact))
                {
                    bucket.Remove(contact.Member);
                    removed.Add(contact);
                }
            }

            Count += (bucket?.Count ?? 0) - before;
        }

        return removed;
    }

    /// <summary>Offers every contact to a list of the nearest.</summary>
    /// <param name="nearest">The list.</param>
    /// <param name="withDoubtful">Also those whose last request was not answered.</param>
    public void OfferTo(ref NearestList nearest, bool withDoubtful)
    {
        foreach (ContactBucket? bucket in _buckets)
        {
            for (int i = 0; i < bucket?.Count; i++)
            {
                if (withDoubtful || !bucket.IsDoubtful(i))
                {
                    nearest.Offer(bucket[i]);
                }
            }
        }
    }

    /// <summary>How many contacts are nearer to a key than a member is, up to a limit.</summary>
    public int CountNearer(ulong key, in Contact member, int limit, Address except)
    {
        int nearer = 0;
        foreach (ContactBucket? bucket in _buckets)
        {
            for (int i = 0; i < bucket?.Count && nearer < limit; i++)
            {
                Contact contact = bucket[i];
                nearer += contact.Member != except && KeySpace.IsNearer(key, contact, member) ? 1 : 0;
            }
        }

        return nearer;
    }

    // Null for the own id: nobody else may have it, and whoever has is no contact.
    private ContactBucket? BucketOf(ulong id)
    {
        int shared = BitOperations.LeadingZeroCount(id ^ ownId);
        if (shared == KeySpace.Bits)
        {
            return null;
        }

        if (shared >= _buckets.Length)
        {
            Array.Resize(ref _buckets, Math.Min(KeySpace.Bits, shared + 4));
        }

        return _buckets[shared] ??= new ContactBucket();
    }

    private bool Counted(bool isAdded)
    {
        Count += isAdded ? 1 : 0;
        return isAdded;
    }
}
