using System.Globalization;
using Lamina.Core;

namespace Lamina.Ipc.Irm.Programs;

/// <summary>
/// The super-server of one program and name: starts a process when somebody waits and nobody is behind the name, one at
/// a time, ever later after failures, and not more than a few times a minute. Whoever waits for a process that fails hears
/// it at once.
/// </summary>
internal sealed class Launcher : ITimed, IDeferred
{
    /// <summary>Those who may wait at a time; more are refused.</summary>
    public const int MaxWaiting = 64;

    /// <summary>Starts within <see cref="StartsPeriod"/>; a program that needs more is broken.</summary>
    public const int MaxStarts = 5;

    public static readonly Duration StartsPeriod = Duration.FromSeconds(60);

    /// <summary>How long one waits: less than the 10 s that a program waits for a flow.</summary>
    public static readonly Duration WaitingPatience = Duration.FromSeconds(8);

    /// <summary>How long a process may take until it listens: a large program on a slow disk.</summary>
    public static readonly Duration ListenPatience = Duration.FromSeconds(10);

    public static readonly Duration FirstBackOff = Duration.FromSeconds(1);

    public static readonly Duration LongestBackOff = Duration.FromSeconds(30);

    private readonly MachineContext _context;
    private readonly IProgramStarter _starter;
    private readonly Action<ProgramBinding> _started;
    private readonly MachineTimer _timer;
    private readonly List<(IProgramWaiter Waiter, Instant Deadline)> _waiting = [];
    private readonly Queue<Instant> _starts = new();
    private ProgramStart? _running;
    private bool _hasServed;
    private bool _isWakePosted;
    private Instant _listenBy = Instant.Never;
    private Instant _notBefore = Instant.Zero;
    private int _failures;
    private string? _lastFailure;

    public Launcher(MachineContext context, IProgramStarter starter, ProgramBinding binding, Action<ProgramBinding> started)
    {
        _context = context;
        _starter = starter;
        _started = started;
        _timer = new MachineTimer(context.Timers, this);
        Binding = binding;
    }

    /// <summary>What is started; a change counts from the next start on.</summary>
    public ProgramBinding Binding { get; set; }

    /// <summary>The process that runs now; 0: none, or not known yet.</summary>
    public int ProcessId => _running?.ProcessId ?? 0;

    /// <summary>False: it is refused at once.</summary>
    public bool TryAwait(IProgramWaiter waiter, Instant now)
    {
        if (_waiting.Count >= MaxWaiting)
        {
            _waiting.RemoveAll(entry => !entry.Waiter.IsWaiting);
        }

        if (_waiting.Count >= MaxWaiting || (_running is null && (now < _notBefore || IsExhausted(now))))
        {
            if (_waiting.Count >= MaxWaiting)
            {
                Tell(StackEventKind.QueueFull, $"{MaxWaiting} flows wait for it already; another one is refused");
            }

            return false;
        }

        _waiting.Add((waiter, now + WaitingPatience));
        TryStart(now);
        return true;
    }

    public void Forget(IProgramWaiter waiter) => _waiting.RemoveAll(entry => entry.Waiter == waiter);

    /// <summary>Somebody is behind the name: whoever waits goes on, from the run queue.</summary>
    public void HandleBound()
    {
        _hasServed |= _running is not null;
        _failures = 0;
        _lastFailure = null;
        if (!_isWakePosted && _waiting.Count > 0)
        {
            _isWakePosted = true;
            _context.RunQueue.Post(this);
        }
    }

    public void HandleStarted(ProgramStart start)
    {
        if (start == _running)
        {
            Tell(StackEventKind.ProgramStarted, string.Create(CultureInfo.InvariantCulture, $"is started for '{Binding.Name}' as process {ProcessId}"));
            _started(Binding);
        }
    }

    public void HandleEnded(ProgramStart start, string why, Instant now)
    {
        if (start != _running)
        {
            return;
        }

        _running = null;
        if (!_hasServed)
        {
            // A process that was ended because it did not listen has said so already.
            _lastFailure ??= why;
            Tell(StackEventKind.ProgramFailed, $"was started for '{Binding.Name}' and failed: {_lastFailure}");
            _notBefore = now + Duration.Min(LongestBackOff, FirstBackOff * (1 << Math.Min(_failures++, 5)));
            RefuseAll(now);
        }

        // Who asked between the last word of a process that served and its end waits for the next one.
        TryStart(now);
    }

    public void HandleTimeout(Instant now)
    {
        if (_running is not null && !_hasServed && now >= _listenBy)
        {
            _listenBy = Instant.Never;
            _lastFailure = $"it did not listen within {ListenPatience.Milliseconds / 1000} s";
            _starter.Stop(_running, now);
        }

        while (_waiting.Count > 0 && _waiting[0].Deadline <= now)
        {
            IProgramWaiter waiter = _waiting[0].Waiter;
            _waiting.RemoveAt(0);
            waiter.HandleNotStarted(now);
        }

        Rearm();
    }

    public void RunDeferred(int code, in Train train, Instant now)
    {
        _isWakePosted = false;
        (IProgramWaiter Waiter, Instant Deadline)[] ready = [.. _waiting];
        _waiting.Clear();
        Rearm();
        foreach ((IProgramWaiter waiter, _) in ready)
        {
            waiter.HandleReady(now);
        }
    }

    /// <summary>It starts nothing any more. A process that serves lives on, where <paramref name="alsoServing"/> is false.</summary>
    public void Close(bool alsoServing, Instant now)
    {
        if (_running is { } start && (alsoServing || !_hasServed))
        {
            _starter.Stop(start, now);
        }

        _running = null;
        RefuseAll(now);
        _timer.Remove();
    }

    /// <summary>What a person reads in lists.</summary>
    public string Describe(Instant now)
    {
        if (_running is not null)
        {
            return _hasServed ? string.Create(CultureInfo.InvariantCulture, $"process {ProcessId}") : "starting";
        }

        string failure = _lastFailure is null ? "" : $": {_lastFailure}";
        return IsExhausted(now) ? $"not started again now, after {MaxStarts} starts within {StartsPeriod.Milliseconds / 1000} s{failure}"
            : _lastFailure is null ? "not running"
            : $"failed to start{failure}";
    }

    private void Tell(StackEventKind kind, string detail) => _context.Events?.Handle(kind, Binding.Path, detail);

    private bool IsExhausted(Instant now)
    {
        while (_starts.TryPeek(out Instant first) && now - first >= StartsPeriod)
        {
            _starts.Dequeue();
        }

        return _starts.Count >= MaxStarts;
    }

    private void TryStart(Instant now)
    {
        if (_running is null && _waiting.Count > 0)
        {
            if (IsExhausted(now))
            {
                RefuseAll(now);
            }
            else
            {
                _starts.Enqueue(now);
                _hasServed = false;
                _lastFailure = null;
                _listenBy = now + ListenPatience;
                _running = new ProgramStart(this, Binding);
                _starter.Start(_running, now);
            }
        }

        Rearm();
    }

    private void RefuseAll(Instant now)
    {
        (IProgramWaiter Waiter, Instant Deadline)[] refused = [.. _waiting];
        _waiting.Clear();
        foreach ((IProgramWaiter waiter, _) in refused)
        {
            waiter.HandleNotStarted(now);
        }
    }

    private void Rearm()
    {
        Instant next = _waiting.Count > 0 ? _waiting[0].Deadline : Instant.Never;
        _timer.Set(_running is not null && !_hasServed ? Instant.Min(next, _listenBy) : next);
    }
}
