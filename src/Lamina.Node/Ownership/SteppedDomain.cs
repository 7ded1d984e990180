using Lamina.Bearers.Rings;
using Lamina.Core;

namespace Lamina.Node.Ownership;

/// <summary>
/// A set of machines with one owner at a time, and no other lock. Whoever finds it owned leaves its work in the inbox; the
/// owner runs it before it lets go, and looks once more afterwards.
/// <code>
///              TryEnter, Post                        Post of others: the inbox only
///        +---------------------+                  +----+
///        |                     v                  |    v
///    +------+              +-------+ work that   +-------+
///    | free |              | owned | throws ---> | owned | --- leave ---> ended (for good)
///    +------+              +-------+             | ended |
///        ^                     |                 +-------+
///        +---------------------+
///           leave: drain, release, look again
/// </code>
/// See docs/OWNERSHIP.md for the arguments and what the exploration proves.
/// </summary>
/// <typeparam name="TStep">How shared words are accessed.</typeparam>
public class SteppedDomain<TStep>
    where TStep : struct, IStepper
{
    // Bits of the state word.
    private const uint Free = 0;
    private const uint Owned = 1;
    private const uint LoopWants = 2;
    private const uint Ended = 4;

    // The word in the middle of its own 256 bytes.
    private const int StateIndex = 32;
    private const int StateWords = 64;

    private readonly uint[] _words = GC.AllocateArray<uint>(StateWords, pinned: true);
    private readonly Inbox<TStep> _inbox;
    private readonly IClock _clock;
    private readonly IWaker _loop;
    private readonly Action<Instant> _settle;
    private readonly Action<Exception> _ended;
    private CompletionList _completions;
    private Exception? _reason;

    // Owner only: when the last piece ran, and whether any has since the machines settled.
    private Instant _ranAt;
    private bool _isUnsettled;

    /// <summary>A free domain.</summary>
    protected internal SteppedDomain(int inboxCapacity, IClock clock, IWaker loop, Action<Instant> settle, Action<Exception> ended)
    {
        _inbox = new Inbox<TStep>(inboxCapacity);
        _clock = clock;
        _loop = loop;
        _settle = settle;
        _ended = ended;
    }

    /// <summary>Why the domain ended; null while it lives.</summary>
    public Exception? Reason => Volatile.Read(ref _reason);

    /// <summary>Whether posted work waits. The loop asks between announcing its sleep and sleeping.</summary>
    public bool HasPosted => _inbox.HasWork;

    /// <summary>Nobody owned it a moment ago. Who tries again and again looks first: a try takes the word from whoever is about to change it.</summary>
    public bool IsFree => TStep.Load(ref State) == Free;

    private ref uint State => ref _words[StateIndex];

    /// <summary>
    /// Takes ownership for the length of the caller's block, never waits. Everything that the caller posted before has run
    /// when this says true, so posts and direct work keep their order. False: owned by somebody (perhaps by the caller), or
    /// too much is waiting, or ended; then post.
    /// </summary>
    public bool TryEnter(out Ownership<TStep> ownership)
    {
        ownership = default;
        if (TStep.CompareExchange(ref State, Owned, Free) != Free)
        {
            return false;
        }

        if (!DrainPosted())
        {
            Leave(spent: true);
            return false;
        }

        ownership = new Ownership<TStep>(this);
        return true;
    }

    /// <summary>
    /// For the loop thread, which never posts and must come to its I/O however much is posted: enters without draining
    /// first. False: somebody owns it, who will wake the loop when it leaves, or the domain has ended.
    /// </summary>
    public bool TryEnterAsLoop(out Ownership<TStep> ownership)
    {
        ownership = default;
        var state = TStep.CompareExchange(ref State, Owned, Free);
        while (state != Free)
        {
            if ((state & (Ended | LoopWants)) != 0)
            {
                return false;
            }
            // Owned: leave the wish in the word that the owner must change to let go, so it cannot miss it.
            var before = TStep.CompareExchange(ref State, state | LoopWants, state);
            if (before == state)
            {
                return false;
            }

            state = TStep.CompareExchange(ref State, Owned, Free);
        }

        ownership = new Ownership<TStep>(this);
        return true;
    }

    /// <summary>
    /// Leaves work for the owner; runs it here, now, if there is none. Any thread may post, inside the domain too. Work
    /// of one thread runs in the order in which it was posted.
    /// </summary>
    /// <remarks>
    /// The other half of the handshake in <see cref="Leave()"/>: we fill a slot and load the state, the owner changes the
    /// state and loads the slot; with a full fence between store and load on both sides one of us sees the other.
    /// </remarks>
    public PostOutcome Post(IDomainWork work)
    {
        if ((TStep.Load(ref State) & Ended) != 0)
        {
            return PostOutcome.Ended;
        }

        if (!_inbox.TryAdd(work))
        {
            // Full may be full for ever: the domain can have ended since the first look.
            return (TStep.Load(ref State) & Ended) != 0 ? PostOutcome.Ended : PostOutcome.Full;
        }

        TStep.Fence();
        if (TStep.Load(ref State) == Free && TStep.CompareExchange(ref State, Owned, Free) == Free)
        {
            Leave();
        }

        return PostOutcome.Accepted;
    }

    /// <summary>Runs a completion after the owner let go. Only while owning.</summary>
    public void Complete(Completion completion)
    {
        if (completion.TryQueue<TStep>())
        {
            _completions.Add(completion);
        }
    }

    /// <summary>Ends the domain: nobody enters any more. The first reason counts. Any thread, inside or outside.</summary>
    public void End(Exception reason)
    {
        _ = Interlocked.CompareExchange(ref _reason, reason, null);
        var state = TStep.Load(ref State);
        while ((state & Ended) == 0)
        {
            var before = TStep.CompareExchange(ref State, state | Ended, state);
            if (before == state)
            {
                if (state == Free)
                {
                    _ended(_reason!);
                }

                return;
            }

            state = before;
        }
    }

    /// <summary>Drains, lets what ran settle, releases, looks again.</summary>
    /// <remarks>
    /// The look after the release is what makes "leave it to the owner" safe: a poster that saw the domain owned filled
    /// its slot before it looked, so either its slot is seen here, or the poster saw the domain free. If somebody else
    /// has taken ownership between our release and our look, the work is theirs: they will look when they leave.
    /// Completions wait until after the look: they may take long, and nobody may own what they delay.
    /// </remarks>
    internal void Leave() => Leave(spent: false);

    private void Leave(bool spent)
    {
        var budget = default(Budget);
        var completions = default(CompletionList);
        do
        {
            if (!spent)
            {
                spent = !Drain(ref budget);
            }

            Settle();
            completions.Take(ref _completions);
            Release();
            if (!_inbox.HasWork)
            {
                break;
            }

            if (spent)
            {
                _loop.Wake();
                break;
            }
        }
        while (TStep.CompareExchange(ref State, Owned, Free) == Free);

        while (completions.TryRemove<TStep>(out var completion))
        {
            Run(completion);
        }
    }

    // The compare and exchange is the full fence of the handshake. It fails only where a bit was added: the slow way out.
    private void Release()
    {
        var state = TStep.CompareExchange(ref State, Free, Owned);
        if (state == Owned)
        {
            return;
        }

        while (true)
        {
            var before = TStep.CompareExchange(ref State, state & Ended, state);
            if (before == state)
            {
                break;
            }

            state = before;
        }

        if ((state & LoopWants) != 0)
        {
            _loop.Wake();
        }

        if ((state & Ended) != 0)
        {
            _ended(_reason!);
        }
    }

    /// <summary>False: the budget is spent before the inbox was empty.</summary>
    private bool Drain(ref Budget budget)
    {
        while (!budget.IsSpent)
        {
            if (!_inbox.HasWork || Reason is not null)
            {
                return true;
            }

            RunNext(ref budget);
        }

        return false;
    }

    /// <summary>Runs all that was posted before this call; false if the budget or a stalled poster does not allow it.</summary>
    private bool DrainPosted()
    {
        if (!_inbox.HasWork)
        {
            return _inbox.Head == _inbox.Tail;
        }

        var end = _inbox.Tail;
        var budget = default(Budget);
        while ((long)(end - _inbox.Head) > 0)
        {
            if (budget.IsSpent || Reason is not null || !_inbox.HasWork)
            {
                return false;
            }

            RunNext(ref budget);
        }

        return Reason is null;
    }

    private void RunNext(ref Budget budget)
    {
        if (!_inbox.TryTake(out var work))
        {
            return;
        }

        var now = budget.Start(_clock);
        (_ranAt, _isUnsettled) = (now, true);
        try
        {
            work.Run(now);
        }
        catch (Exception failure)
        {
            End(failure);
        }

        budget.Spend(_clock.Now);
    }

    // Once for all that ran, so that what they gathered goes out together. Only machines that are whole.
    private void Settle()
    {
        if (!_isUnsettled)
        {
            return;
        }

        _isUnsettled = false;
        if (Reason is not null)
        {
            return;
        }

        try
        {
            _settle(_ranAt);
        }
        catch (Exception failure)
        {
            End(failure);
        }
    }

    private void Run(Completion completion)
    {
        try
        {
            completion.Run();
        }
        catch (Exception failure)
        {
            End(failure);
        }
    }
}
