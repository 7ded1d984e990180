using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Node.Ownership;
using Lamina.Node.Time;
using Lamina.Security.Records;

namespace Lamina.Node.Driving;

/// <summary>
/// Real time and the operating system for the machines of one domain: their context, the domain, and a thread that polls.
/// <code>
/// loop:  enter, hand in what is ready, run what was posted, fire timers, settle, leave, sleep
/// other: enter, call machines, settle, leave           the whole way to the bearer, no hand-over
/// </code>
/// A thread that would block takes the loop's place meanwhile (<see cref="Visit"/>).
/// An exception that escapes ends this domain with its reason, and nothing else.
/// </summary>
public sealed partial class DomainDriver : IDisposable
{
    private const int InboxCapacity = 4096;
    private const int RunQueueBudget = 1024;
    private const int TimerBudget = 1024;
    private const int SpinsBeforeWaiting = 30;

    private readonly Domain _domain;
    private readonly LoopWaker _waker;
    private readonly Seat _seat;
    private readonly Poller _poller;
    private readonly List<ISleeper> _sleepers = [];
    private readonly List<ITurnEnd> _turnEnds = [];
    private readonly List<Action> _awake = [];
    private readonly Thread _thread;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action _cleanUp;
    private Instant _sleepsUntil;
    private bool _interestChanged;
    private volatile bool _hasEnded;

    /// <summary>A driver that does not run yet.</summary>
    /// <param name="name">The thread's name.</param>
    /// <param name="pool">The domain's packet buffers.</param>
    /// <param name="cleanUp">
    /// Called once on the loop's thread when the domain has ended and nobody is inside: closes descriptors, fails what waits.
    /// </param>
    /// <param name="edge">What it waits and is woken by; null: as this process does.</param>
    public DomainDriver(string name, PacketPool pool, Action cleanUp, SystemEdge? edge = null)
    {
        Edge = edge ?? SystemEdge.Present;
        _waker = new LoopWaker(Edge);
        _seat = new Seat(Edge);
        Context = new MachineContext(pool, new SystemRandom()) { WallClock = SystemWallClock.Instance };
        _poller = new Poller(_waker, Edge);
        _poller.Prepare();
        _cleanUp = cleanUp;
        _domain = new Domain(InboxCapacity, Clock, _waker, Settle, _ =>
        {
            _hasEnded = true;
            _waker.Wake();
            _seat.Wake();
        });
        _thread = new Thread(Run) { Name = name, IsBackground = true };
    }

    /// <summary>What it waits and is woken by, and what its ports are made of.</summary>
    public SystemEdge Edge { get; }

    /// <summary>What the domain's machines share.</summary>
    public MachineContext Context { get; }

    /// <summary>The ciphers of the domain's sealed flows.</summary>
    public RecordCiphers Ciphers { get; } = new(PlatformCiphers.Of);

    /// <summary>The domain's time.</summary>
    public IClock Clock { get; } = new MonotonicClock();

    /// <summary>Why the domain ended; null while it lives.</summary>
    public Exception? Reason => _domain.Reason;

    /// <summary>True once nobody enters any more, and nobody is inside.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Ends when the domain has, and everything was cleaned up.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>Starts the loop.</summary>
    public void Start() => _thread.Start();

    /// <summary>Takes ownership if nobody has it; see <see cref="SteppedDomain{TStep}.TryEnter"/>.</summary>
    public bool TryEnter(out Turn turn)
    {
        if (!_domain.IsFree || !_domain.TryEnter(out var ownership))
        {
            turn = default;
            return false;
        }

        turn = new Turn(this, ownership);
        return true;
    }

    /// <summary>Leaves work for the owner. False: the domain has ended. Waits while the inbox is full: the loop is on its way.</summary>
    public bool Post(IDomainWork work)
    {
        while (true)
        {
            switch (_domain.Post(work))
            {
                case PostOutcome.Accepted:
                    return true;
                case PostOutcome.Ended:
                    return false;
                default:
                    Thread.Yield();
                    break;
            }
        }
    }

    /// <summary>Runs a completion after the owner let go. Only inside.</summary>
    public void Complete(Completion completion) => _domain.Complete(completion);

    /// <summary>Ends the domain for a reason.</summary>
    public void Fail(Exception reason) => _domain.End(reason);

    /// <summary>Adds what the loop polls. Only inside.</summary>
    public void Add(IPollSource source)
    {
        _poller.Add(source);
        _interestChanged = true;
    }

    /// <summary>Takes it away. Only inside.</summary>
    public void Remove(IPollSource source)
    {
        _poller.Remove(source);
        if (!Edge.WaitsForDescriptors)
        {
            // Whoever closes it now waits until the wait for it has ended.
            _waker.Wake();
        }
    }

    /// <summary>Adds queues that the loop serves. Only inside.</summary>
    public void Add(ISleeper sleeper)
    {
        _sleepers.Add(sleeper);
        _glancedAt = null;
        _interestChanged = true;
    }

    /// <summary>Takes them away. Only inside.</summary>
    public void Remove(ISleeper sleeper)
    {
        if (_sleepers.Remove(sleeper))
        {
            _glancedAt = null;
            _interestChanged = true;
        }
    }

    /// <summary>Adds what is called at the end of every turn. Only inside.</summary>
    public void Add(ITurnEnd end) => _turnEnds.Add(end);

    /// <summary>Takes it away. Only inside.</summary>
    public void Remove(ITurnEnd end) => _turnEnds.Remove(end);

    /// <summary>A source waits for something else than before. Only inside.</summary>
    public void ReconsiderInterests() => _interestChanged = true;

    /// <summary>
    /// Calls once from the loop, when it is in no wait. A wait holds the descriptors that it began with: a socket that is closed
    /// meanwhile is gone, and its port free, only when the wait has ended. Not called when the domain ends first. Only inside.
    /// </summary>
    public void CallAwake(Action action)
    {
        _awake.Add(action);
        _interestChanged = true;
    }

    /// <summary>
    /// Runs what turned around, hands on what was gathered, and sees that the loop wakes in time. Only inside; after posted
    /// work the domain calls it, once for all pieces that one owner has run.
    /// </summary>
    public void Settle(Instant now)
    {
        bool isDone = Context.RunQueue.Drain(now, RunQueueBudget);
        for (int i = 0; i < _turnEnds.Count; i++)
        {
            _turnEnds[i].HandleTurnEnd(now);
        }

        bool isKept = !Context.Departures.IsEmpty && !Context.Departures.Run(MayWait(), now);
        if (!isDone || !Context.RunQueue.IsEmpty || _interestChanged || Context.Timers.NextTimeout < _sleepsUntil || (isKept && !IsWatched(now)))
        {
            // Once is enough: the loop looks at everything before it sleeps again.
            _sleepsUntil = Instant.Zero;
            _waker.Wake();
        }
    }

    /// <summary>Ends the domain, if it has not, and waits for its thread.</summary>
    public void Dispose()
    {
        Fail(new DriverStoppedException());
        _waker.Wake();
        _seat.Wake();
        if (_thread.ThreadState.HasFlag(ThreadState.Unstarted))
        {
            Finish();
            return;
        }

        if (Thread.CurrentThread != _thread)
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        while (!_hasEnded)
        {
            if (!_domain.TryEnterAsLoop(out var ownership))
            {
                WaitForOwner();
                continue;
            }

            Duration timeout = Duration.Zero;
            bool yields = false;
            try
            {
                timeout = RunTurn(out yields);
            }
            catch (Exception failure)
            {
                _domain.End(failure);
            }
            finally
            {
                ownership.Dispose();
            }

            if (yields)
            {
                _seat.Await();
            }
            else if (!TryLookOut(timeout))
            {
                Sleep(timeout);
            }
        }

        Finish();
    }

    /// <summary>Waits for input, or only looks for some.</summary>
    internal void Sleep(Duration timeout)
    {
        if (_looksOut)
        {
            LookOut();
        }
        else if (timeout > Duration.Zero && _waker.TrySleep())
        {
            _poller.Wait(timeout);
            _waker.Awake();
        }
        else
        {
            _poller.Wait(Duration.Zero);
        }
    }

    /// <summary>Returns how long the loop may sleep.</summary>
    private Duration RunTurn(out bool yields)
    {
        Instant now = Clock.Now;
        _hasUnblocked = false;
        bool isDone = TakeIn(now);
        Settle(now);
        yields = (_hasUnblocked && _isBrisk && !_blocked.AnyLately(now)) || IsSeatWanted(now);
        _isAttended = !yields;
        if (!yields)
        {
            return PrepareSleep(isDone);
        }

        // Before completions tell the thread for whom it is: it may take this processor at once, and its next call is to find the seat vacant.
        _seat.Yield();
        return NoSleep();
    }

    /// <summary>Handles what is ready. False: there is more.</summary>
    private bool TakeIn(Instant now)
    {
        DisposeRetired();
        _glancedAt ??= [.. _sleepers];
        if (_awake.Count > 0)
        {
            // None of them adds another: each tells somebody outside.
            _awake.ForEach(action => action());
            _awake.Clear();
        }

        // Input first: a loop that woke late must not take lateness for loss.
        _poller.Dispatch(now);
        // One that closes takes itself out: another may be served a turn later.
        for (int i = 0; i < _sleepers.Count; i++)
        {
            _sleepers[i].Serve(now);
        }

        bool isDone = Context.RunQueue.Drain(now, RunQueueBudget);
        return isDone & Context.Timers.Run(now, TimerBudget);
    }

    /// <summary>After the turn has settled; returns how long it may be slept.</summary>
    private Duration PrepareSleep(bool isDone)
    {
        isDone &= Context.RunQueue.IsEmpty && !_interestChanged;
        _interestChanged = false;

        _poller.Prepare();
        NoteTraffic();
        if (isDone && BeginsLookOut())
        {
            return NoSleep();
        }

        for (int i = 0; i < _sleepers.Count && isDone; i++)
        {
            isDone = _sleepers[i].PrepareToSleep();
        }

        if (!isDone)
        {
            return NoSleep();
        }

        _sleepsUntil = WatchKept(Context.Timers.FindNextTimeout());
        return _sleepsUntil == Instant.Never ? Duration.Forever : Duration.Max(_sleepsUntil - Clock.Now, Duration.Zero);
    }

    // Nobody need be woken: whoever drives next looks at everything.
    private Duration NoSleep()
    {
        _sleepsUntil = Instant.Zero;
        return Duration.Zero;
    }

    /// <summary>Somebody is inside and will wake us; usually in a few microseconds.</summary>
    private void WaitForOwner()
    {
        var spin = default(SpinWait);
        for (int i = 0; i < SpinsBeforeWaiting && !_waker.IsNotified; i++)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        if (_waker.TrySleep())
        {
            _poller.WaitForWakeUp();
            _waker.Awake();
        }

        _waker.Drain();
    }

    private void Finish()
    {
        try
        {
            _cleanUp();
        }
        finally
        {
            DisposeRetired();
            _waker.Dispose();
            _seat.Dispose();
            _stopped.TrySetResult();
        }
    }
}
