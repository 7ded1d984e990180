using Lamina.Core;
using Lamina.Node.Ownership;

namespace Lamina.Node.Tests.Exploration;

/// <summary>
/// A loop thread and two or three others that post to a domain and enter it, with an inbox of two or four places and a
/// budget of one to several pieces. Each thread numbers its actions, posted or direct; the domain must apply each once,
/// in the order of its thread, with one owner at a time, and settle after what was posted.
/// </summary>
internal sealed class DomainScenario
{
    private const int ActionsPerThread = 4;

    private readonly Scheduler _scheduler;
    private readonly DomainMutation _mutation;
    private readonly SteppedDomain<MutantStepper> _domain;
    private readonly ILoopSleep _loop;
    private readonly TestCompletion _completion;
    private readonly int[] _applied;
    private readonly int _failAt;
    private int _arrived;
    private int _inside;
    private int _total;
    private int _unsettled;
    private int _ends;

    private DomainScenario(Scheduler scheduler, DomainMutation mutation, bool failing)
    {
        _scheduler = scheduler;
        _mutation = mutation;
        _loop = scheduler.Random.Next(2) == 0
            ? new StickySleep(scheduler, heard: mutation != DomainMutation.NoHandOver)
            : new FlagSleep(scheduler, mutation);
        var clock = new ExploredClock(Duration.FromMicroseconds(scheduler.Random.Next(3) switch { 0 => 60, 1 => 20, _ => 1 }));
        _domain = new SteppedDomain<MutantStepper>(scheduler.Random.Next(2) == 0 ? 2 : 4, clock, _loop, _ => Inside(() => _unsettled = 0), _ => _ends++);
        _completion = new TestCompletion(this);
        _applied = new int[scheduler.Random.Next(2, 4)];
        _failAt = failing ? scheduler.Random.Next(1, _applied.Length * ActionsPerThread) : 0;
    }

    public static Func<Scheduler, Action> With(DomainMutation mutation, bool failing = false)
        => scheduler => new DomainScenario(scheduler, mutation, failing).Begin();

    private Action Begin()
    {
        _scheduler.Add("loop", RunLoop, daemon: true);
        for (var i = 0; i < _applied.Length; i++)
        {
            var index = i;
            _scheduler.Add($"thread {i}", () => RunThread(index));
        }

        return Check;
    }

    private void Check()
    {
        Assert.Equal(0, _inside);
        if (_failAt > 0)
        {
            Assert.Equal(1, _ends);
            Assert.NotNull(_domain.Reason);
            Assert.False(_domain.TryEnter(out _));
            return;
        }

        Assert.True(_arrived == 0, "a packet has arrived, nobody comes for it");
        Assert.False(_domain.HasPosted, "work is left, nobody comes for it");
        Assert.All(_applied, applied => Assert.Equal(ActionsPerThread, applied));
        Assert.Equal(_completion.Requested, _completion.LastSeen);
        Assert.True(_unsettled == 0, $"{_unsettled} pieces ran, and nothing settled after them");
        Assert.Equal(0, _ends);
    }

    private void RunLoop()
    {
        MutantStepper.Use(_mutation);
        while (true)
        {
            _loop.Announce();
            if (_domain.TryEnterAsLoop(out var ownership))
            {
                using (ownership)
                {
                    Inside(() => _arrived = 0);
                }
            }

            _loop.Sleep();
        }
    }

    private void RunThread(int index)
    {
        MutantStepper.Use(_mutation);
        for (var n = 0; n < ActionsPerThread && _domain.Reason is null; n++)
        {
            var sequence = n;
            if (_scheduler.Random.Next(4) == 0)
            {
                _arrived++;
                _loop.Wake();
            }

            if (_scheduler.Random.Next(2) == 0 && _domain.TryEnter(out var ownership))
            {
                using (ownership)
                {
                    Inside(() => Apply(index, sequence, mayFail: false));
                }
            }
            else
            {
                Post(new Work(this, index, sequence));
            }
        }
    }

    private void Post(IDomainWork work)
    {
        var alone = false;
        while (true)
        {
            switch (_domain.Post(work))
            {
                case PostOutcome.Accepted or PostOutcome.Ended:
                    return;
                default:
                    // The answer may be older than the last owner's leave: once more, now that all others sleep.
                    if (alone)
                    {
                        _scheduler.Fail("lost wake-up: the inbox is full and nobody comes to empty it");
                    }

                    alone = !_scheduler.Yield();
                    break;
            }
        }
    }

    private void Inside(Action body)
    {
        if (_inside++ != 0)
        {
            _scheduler.Fail("two owners");
        }

        MutantStepper.Step();
        body();
        _inside--;
    }

    private void Apply(int index, int sequence, bool mayFail)
    {
        if (_applied[index] != sequence)
        {
            _scheduler.Fail($"thread {index}: action {sequence} runs where {_applied[index]} is next");
        }

        _applied[index]++;
        if (_scheduler.Random.Next(3) == 0)
        {
            _completion.Requested++;
            _domain.Complete(_completion);
        }

        if (++_total == _failAt)
        {
            if (mayFail)
            {
                _inside--;
                throw new InvalidOperationException("work fails");
            }

            _domain.End(new InvalidOperationException("direct work fails"));
        }
    }

    private sealed class Work(DomainScenario scenario, int index, int sequence) : IDomainWork
    {
        public void Run(Instant now) => scenario.Inside(() =>
        {
            scenario._unsettled++;
            scenario.Apply(index, sequence, mayFail: true);
        });
    }

    private sealed class TestCompletion(DomainScenario scenario) : Completion
    {
        public int Requested { get; set; }

        public int LastSeen { get; private set; }

        protected internal override void Run()
        {
            MutantStepper.Step();
            LastSeen = Math.Max(LastSeen, Requested);
            // User code comes back in: never inside, or nobody could enter any more.
            if (scenario._domain.TryEnter(out var ownership))
            {
                using (ownership)
                {
                    scenario.Inside(() => { });
                }
            }
        }
    }
}
