using Lamina.Core;
using Lamina.Ipc.Unicast.Directory.Proofs;
using Lamina.Wire.Directory;

namespace Lamina.Ipc.Unicast.Directory.Kademlia;

/// <summary>
/// Runs look-ups: begins at the nearest contacts, asks three at a time, goes on with the nearer ones that they tell.
/// </summary>
internal sealed class LookUps(Contacts contacts, Requests requests, DirectoryCounters counters, ServerProofs? proofs)
{
    // Look-ups for many names at once wait for each other; those that a user waits for do not.
    private const int MaxPaced = 16;

    private readonly Queue<LookUp> _waiting = new();
    private readonly HashSet<LookUp> _paced = [];
    private bool _isStarting;

    /// <summary>Starts one.</summary>
    public void Start(LookUp lookUp, Instant now)
    {
        contacts.Replenish(now);
        lookUp.IsUnsettled = contacts.IsUnsettled(now);
        Span<Contact> nearest = stackalloc Contact[KeySpace.K];
        foreach (Contact contact in nearest[..contacts.Nearest(lookUp.Key, nearest, withDoubtful: true)])
        {
            lookUp.Add(contact, depth: 1);
        }

        if (lookUp.Hash is null && contacts.IsComplete)
        {
            lookUp.End();
            End(lookUp, now);
        }
        else
        {
            Advance(lookUp, now);
        }
    }

    /// <summary>Starts one when not too many of its kind run.</summary>
    public void StartPaced(LookUp lookUp, Instant now)
    {
        _waiting.Enqueue(lookUp);
        StartWaiting(now);
    }

    /// <summary>Who serves a hash, of what an answer says: who is proved to, where the layer proves.</summary>
    public IEnumerable<Address> Believe(in NameHash hash, FoundEntries answer)
    {
        if (proofs is null)
        {
            return answer.Addresses.Select(address => new Address(address));
        }

        List<Address> believed = proofs.Learn(hash, answer, out int unproved);
        counters.Unproved += unproved;
        return believed;
    }

    /// <summary>An answer has told of members.</summary>
    public void HandleAnswer(LookUp lookUp, Candidate from, IEnumerable<ulong> closer, Instant now)
    {
        foreach (ulong address in closer)
        {
            if (contacts.TryLearn(new Address(address), out Contact contact, now) && !lookUp.HasEnded)
            {
                lookUp.Add(contact, from.Depth + 1);
            }
        }

        Advance(lookUp, now);
    }

    /// <summary>Asks whom it can, and ends it when it is over.</summary>
    public void Advance(LookUp lookUp, Instant now)
    {
        if (lookUp.TryEnd())
        {
            End(lookUp, now);
            return;
        }

        while (lookUp.NextQuestion() is { } candidate)
        {
            requests.Start(new LookUpRequest(this, lookUp, candidate), now);
        }
    }

    public void Shutdown()
    {
        _waiting.Clear();
        _paced.Clear();
    }

    private void End(LookUp lookUp, Instant now)
    {
        counters.LookUps++;
        counters.LookUpSteps += lookUp.Steps;
        counters.LongestLookUp = Math.Max(counters.LongestLookUp, lookUp.Steps);
        _paced.Remove(lookUp);
        lookUp.IsUnsettled |= contacts.IsUnsettled(now);
        lookUp.User.HandleLookUp(lookUp, now);
        StartWaiting(now);
    }

    // One that ends at once comes back here: the outer call goes on, however many wait.
    private void StartWaiting(Instant now)
    {
        if (_isStarting)
        {
            return;
        }

        _isStarting = true;
        while (_paced.Count < MaxPaced && _waiting.TryDequeue(out LookUp? next))
        {
            _paced.Add(next);
            Start(next, now);
        }

        _isStarting = false;
    }
}
