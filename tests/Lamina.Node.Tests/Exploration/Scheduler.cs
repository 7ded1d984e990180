using System.Text;

namespace Lamina.Node.Tests.Exploration;

/// <summary>
/// Runs the threads of a scenario one step at a time in an order that a seed decides, so that a failure can be seen again.
/// Even seeds walk at random; odd seeds let a thread run until it sleeps, except for one to four preemptions at random
/// steps, which finds most bugs in fewer schedules. Stores stay in the store buffer for a time that the seed decides too.
/// <para>A step at which nobody can run, while one who must end sleeps, is a lost wake-up.</para>
/// </summary>
internal sealed class Scheduler
{
    private const int MaxSteps = 20_000;
    private const int MaxStoreAge = 300;
    private const int TypicalSteps = 160;

    [ThreadStatic]
    private static LogicalThread? _current;

    private readonly int _seed;
    private readonly Random _random;
    private readonly List<LogicalThread> _threads = [];
    private readonly List<Action> _bodies = [];
    private readonly SemaphoreSlim _finished = new(0);
    private readonly StringBuilder? _trace;
    private readonly int _switchPercent;
    private readonly int _flushPercent;
    private readonly HashSet<int>? _preemptions;
    private List<Worker> _workers = [];
    private int _steps;
    private int _alive;
    private string? _failure;
    private bool _unwinding;

    public Scheduler(int seed, bool trace)
    {
        _seed = seed;
        _random = new Random(seed);
        _trace = trace ? new StringBuilder() : null;
        // 100 is sequential consistency; 0 keeps stores back until a fence or their greatest age.
        _flushPercent = _random.Next(4) switch { 0 => 0, 1 => 5, 2 => 30, _ => 100 };
        _switchPercent = _random.Next(3) switch { 0 => 10, 1 => 30, _ => 60 };
        if ((seed & 1) != 0)
        {
            _preemptions = [];
            for (var n = _random.Next(1, 5); n > 0; n--)
            {
                _preemptions.Add(_random.Next(TypicalSteps));
            }
        }
    }

    public static LogicalThread? Current => _current;

    public Random Random => _random;

    public int Steps => _steps;

    public string TraceText => _trace?.ToString() ?? "";

    public void Add(string name, Action body, bool daemon = false)
    {
        _threads.Add(new LogicalThread(this, _threads.Count, name, daemon));
        _bodies.Add(body);
    }

    public void Run(List<Worker> workers)
    {
        while (workers.Count < _threads.Count)
        {
            workers.Add(new Worker());
        }

        _workers = workers;
        _alive = _threads.Count;
        for (var i = 0; i < _threads.Count; i++)
        {
            var thread = _threads[i];
            var body = _bodies[i];
            workers[i].Give(() => Live(thread, body));
        }

        workers[_random.Next(_threads.Count)].Resume();
        _finished.Wait();
        _finished.Dispose();
        if (_failure is not null)
        {
            throw new ScheduleFailedException($"seed {_seed}: {_failure}\n{_trace}");
        }
    }

    /// <summary>Before every shared access: somebody else may go first, stores may become visible.</summary>
    public void Step(string what)
    {
        var self = _current!;
        if (_failure is not null || _unwinding)
        {
            throw new ScheduleAbandonedException();
        }

        if (++_steps > MaxSteps)
        {
            Fail("no end: somebody turns for ever");
        }

        FlushSome();
        if (WantsSwitch())
        {
            SwitchTo(PickReady(self, includeSelf: true));
        }

        Trace(self, what);
    }

    /// <summary>Lets somebody else run. False: there is nobody.</summary>
    public bool Yield()
    {
        var self = _current!;
        self.Stores.FlushAll();
        var next = PickReady(self, includeSelf: false);
        if (next is null)
        {
            return false;
        }

        SwitchTo(next);
        return true;
    }

    /// <summary>Sleeps until the word is woken, if it still holds the value: in one step, as the kernel does.</summary>
    public unsafe void FutexWait(uint* word, uint expected)
    {
        Step("futex wait");
        var self = _current!;
        self.Stores.FlushAll();
        if (*word == expected)
        {
            Sleep((nint)word);
        }
    }

    public unsafe void FutexWake(uint* word)
    {
        Step("futex wake");
        // The kernel looks for sleepers after a full barrier.
        _current!.Stores.FlushAll();
        WakeAll((nint)word);
    }

    public void Sleep(nint on)
    {
        var self = _current!;
        self.Stores.FlushAll();
        self.State = Activity.Asleep;
        self.SleepsOn = on;
        Trace(self, "sleeps");
        SwitchAway(self);
    }

    public void WakeAll(nint on)
    {
        foreach (var thread in _threads)
        {
            if (thread.State == Activity.Asleep && thread.SleepsOn == on)
            {
                thread.State = Activity.Ready;
            }
        }
    }

    /// <summary>Ends the schedule; the seed and the steps are in the message.</summary>
    public void Fail(string why)
    {
        _failure ??= why;
        throw new ScheduleAbandonedException();
    }

    private void Live(LogicalThread self, Action body)
    {
        _current = self;
        try
        {
            body();
        }
        catch (ScheduleAbandonedException)
        {
        }
        catch (Exception failure)
        {
            _failure ??= failure.ToString();
        }

        _current = null;
        self.Stores.FlushAll();
        self.State = Activity.Ended;
        _trace?.AppendLine($"{self.Name} ends");
        if (--_alive == 0)
        {
            _finished.Release();
            return;
        }

        // A failure unwinds everybody, one after the other; so does the end of all who must end.
        Hand(NextAfter(self) ?? Unwind());
    }

    private LogicalThread? NextAfter(LogicalThread self)
    {
        if (_failure is not null)
        {
            return null;
        }

        var next = PickReady(self, includeSelf: false);
        if (next is not null)
        {
            return next;
        }

        if (_threads.Exists(t => t is { State: Activity.Asleep, IsDaemon: false }))
        {
            _failure = "lost wake-up: " + string.Join(", ", _threads.Where(t => t.State == Activity.Asleep).Select(t => t.Name)) + " sleep, nobody can wake them";
        }

        return null;
    }

    private LogicalThread Unwind()
    {
        var thread = _threads.First(t => t.State != Activity.Ended);
        thread.State = Activity.Ready;
        _unwinding = true;
        return thread;
    }

    private void SwitchAway(LogicalThread self)
    {
        var next = NextAfter(self);
        if (next is null)
        {
            // Everybody sleeps for ever: this thread begins the unwinding.
            _unwinding = true;
            throw new ScheduleAbandonedException();
        }

        Hand(next);
        Await(self);
    }

    private void SwitchTo(LogicalThread? next)
    {
        var self = _current!;
        if (next is null || next == self)
        {
            return;
        }

        Hand(next);
        Await(self);
    }

    private void Hand(LogicalThread next) => _workers[next.Index].Resume();

    private void Await(LogicalThread self)
    {
        _workers[self.Index].Pause();
        if (_failure is not null || _unwinding)
        {
            throw new ScheduleAbandonedException();
        }
    }

    private bool WantsSwitch()
        => _preemptions is null ? _random.Next(100) < _switchPercent : _preemptions.Contains(_steps);

    private LogicalThread? PickReady(LogicalThread self, bool includeSelf)
    {
        var count = 0;
        LogicalThread? picked = null;
        foreach (var thread in _threads)
        {
            if (thread.State == Activity.Ready && (includeSelf || thread != self) && _random.Next(++count) == 0)
            {
                picked = thread;
            }
        }

        return picked;
    }

    private void FlushSome()
    {
        foreach (var thread in _threads)
        {
            if (thread.Stores.Count == 0)
            {
                continue;
            }

            thread.Stores.FlushOlderThan(_steps - MaxStoreAge);
            while (thread.Stores.Count > 0 && _random.Next(100) < _flushPercent)
            {
                thread.Stores.FlushOne();
            }
        }
    }

    private void Trace(LogicalThread self, string what) => _trace?.AppendLine($"{_steps,5} {self.Name}: {what}");
}
