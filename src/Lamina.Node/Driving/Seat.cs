using Lamina.Bearers.Edges;

namespace Lamina.Node.Driving;

/// <summary>
/// Who drives a domain: its own thread, or a program's thread that would block otherwise. One at a time; only who has the seat
/// touches the poller.
/// <code>
///             TryYield                TryTake
///   loop  -----------------> vacant ----------> visitor
///    ^ ^    nobody came in    |   ^                |  |
///    | +-- 1 ms, or TryRecall +   +---- Leave -----+  |
///    +------------------------------- Leave(toLoop) --+
/// </code>
/// While visitors come and go, the loop's thread looks once in a millisecond whether the seat stays vacant, and wakes nobody; while one
/// sits for longer it sleeps, and the visitor wakes it on leaving.
/// </summary>
internal sealed class Seat(SystemEdge edge) : IDisposable
{
    private const int Loop = 0;
    private const int Vacant = 1;
    private const int Visitor = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    private readonly IOwnWakeUp _signal = edge.NewWakeUp();
    private int _state = Loop;
    private int _visits;
    private int _isParked;

    /// <summary>Loop only: true while it drives.</summary>
    public bool IsLoops => Volatile.Read(ref _state) == Loop;

    /// <summary>A look without a fence: who wants it tries to take it.</summary>
    public bool IsVacant => Volatile.Read(ref _state) == Vacant;

    /// <summary>Times that a visitor has had it.</summary>
    public int Visits => Volatile.Read(ref _visits);

    /// <summary>Loop only: leaves it to visitors.</summary>
    public void Yield() => Interlocked.Exchange(ref _state, Vacant);

    /// <summary>Takes it where it is vacant.</summary>
    public bool TryTake()
    {
        if (Interlocked.CompareExchange(ref _state, Visitor, Vacant) != Vacant)
        {
            return false;
        }

        // Only who has the seat counts.
        Volatile.Write(ref _visits, _visits + 1);
        return true;
    }

    /// <summary>Visitor only: gives it up, to the next one or to the loop.</summary>
    public void Leave(bool toLoop)
    {
        if (LeaveQuietly(toLoop))
        {
            Wake();
        }
    }

    /// <summary>As <see cref="Leave"/>, inside a domain, where nobody is woken.</summary>
    /// <returns>The loop's thread is to be woken.</returns>
    public bool LeaveQuietly(bool toLoop)
    {
        // A full fence between this and the look at the flag; the loop does the same with the two exchanged.
        Interlocked.Exchange(ref _state, toLoop ? Loop : Vacant);
        return toLoop || Volatile.Read(ref _isParked) != 0;
    }

    /// <summary>Gives it back to the loop where it is vacant.</summary>
    /// <returns>It was, and the loop's thread is to be woken.</returns>
    public bool TryRecall() => IsVacant && Interlocked.CompareExchange(ref _state, Loop, Vacant) == Vacant;

    /// <summary>Lets the loop's thread look.</summary>
    public void Wake()
    {
        try
        {
            _signal.Signal();
        }
        catch (ObjectDisposedException)
        {
            // The loop has looked by itself already, and has ended.
        }
    }

    /// <summary>Loop only: waits until it drives again.</summary>
    public void Await()
    {
        int visits = Volatile.Read(ref _visits);
        bool isParked = false;
        while (!IsLoops)
        {
            if (_signal.Wait(isParked ? Forever : Patience))
            {
                _signal.TryDrain();
            }

            int before = visits;
            bool wasParked = isParked;
            visits = Volatile.Read(ref _visits);
            isParked = false;
            Volatile.Write(ref _isParked, 0);
            if (visits != before || wasParked || Interlocked.CompareExchange(ref _state, Loop, Vacant) == Vacant)
            {
                continue;
            }

            // The same visitor still sits: it will say when it leaves.
            Interlocked.Exchange(ref _isParked, 1);
            isParked = Volatile.Read(ref _state) == Visitor && Volatile.Read(ref _visits) == visits;
        }

        Volatile.Write(ref _isParked, 0);
    }

    /// <summary>Loop only, when the domain has ended.</summary>
    public void Dispose() => _signal.Dispose();
}
