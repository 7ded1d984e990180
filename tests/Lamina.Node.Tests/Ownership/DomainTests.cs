using Lamina.Bearers.Rings;
using Lamina.Core;
using Lamina.Node.Ownership;

namespace Lamina.Node.Tests.Ownership;

public sealed class DomainTests
{
    private readonly CountingWaker _loop = new();
    private readonly ManualClock _clock = new();
    private readonly List<Exception> _ends = [];
    private readonly List<string> _log = [];
    private Action<Instant> _settle = _ => { };

    [Fact]
    public void Work_runs_at_once_where_nobody_owns()
    {
        var domain = New();
        Assert.Equal(PostOutcome.Accepted, domain.Post(Note("a")));
        Assert.Equal(["a"], _log);
        Assert.Equal(0, _loop.Count);
    }

    [Fact]
    public void Work_waits_for_the_owner_and_runs_when_it_leaves()
    {
        var domain = New();
        Assert.True(domain.TryEnter(out var ownership));
        Assert.False(domain.TryEnter(out _));
        domain.Post(Note("a"));
        domain.Post(Note("b"));
        Assert.Empty(_log);
        ownership.Dispose();
        ownership.Dispose();
        Assert.Equal(["a", "b"], _log);
    }

    [Fact]
    public void A_full_inbox_refuses()
    {
        var domain = New(capacity: 2);
        Assert.True(domain.TryEnter(out var ownership));
        Assert.Equal(PostOutcome.Accepted, domain.Post(Note("a")));
        Assert.Equal(PostOutcome.Accepted, domain.Post(Note("b")));
        Assert.Equal(PostOutcome.Full, domain.Post(Note("c")));
        ownership.Dispose();
        Assert.Equal(PostOutcome.Accepted, domain.Post(Note("c")));
        Assert.Equal(["a", "b", "c"], _log);
    }

    [Fact]
    public void After_64_pieces_the_loop_takes_over()
    {
        var domain = New(capacity: 128);
        Assert.True(domain.TryEnter(out var ownership));
        for (var i = 0; i < 100; i++)
        {
            domain.Post(Note("x"));
        }

        ownership.Dispose();
        Assert.Equal(64, _log.Count);
        Assert.Equal(1, _loop.Count);
        Assert.True(domain.HasPosted);
        Assert.True(domain.TryEnterAsLoop(out var turn));
        turn.Dispose();
        Assert.Equal(100, _log.Count);
        Assert.Equal(1, _loop.Count);
    }

    [Fact]
    public void After_50_microseconds_the_loop_takes_over()
    {
        var domain = New();
        Assert.True(domain.TryEnter(out var ownership));
        for (var i = 0; i < 3; i++)
        {
            domain.Post(Do(() => _clock.Now += Duration.FromMicroseconds(30)));
        }

        ownership.Dispose();
        Assert.True(domain.HasPosted);
        Assert.Equal(1, _loop.Count);
    }

    [Fact]
    public void Who_enters_comes_after_what_was_posted_before()
    {
        var domain = New();
        Assert.True(domain.TryEnter(out var first));
        for (var i = 0; i < 3; i++)
        {
            domain.Post(Do(() => _clock.Now += Duration.FromMicroseconds(30)));
        }

        first.Dispose();
        Assert.True(domain.TryEnter(out var second));
        Assert.False(domain.HasPosted);
        second.Dispose();
    }

    [Fact]
    public void A_loop_that_finds_it_owned_is_woken_when_it_is_free()
    {
        var domain = New();
        Assert.True(domain.TryEnter(out var ownership));
        Assert.False(domain.TryEnterAsLoop(out _));
        Assert.Equal(0, _loop.Count);
        ownership.Dispose();
        Assert.Equal(1, _loop.Count);
        Assert.True(domain.TryEnterAsLoop(out var turn));
        turn.Dispose();
        Assert.Equal(1, _loop.Count);
    }

    [Fact]
    public void Completions_run_once_after_release_and_may_enter()
    {
        var domain = New();
        var entered = false;
        var completion = new Callback(() =>
        {
            _log.Add("completed");
            entered = domain.TryEnter(out var again);
            again.Dispose();
        });
        Assert.True(domain.TryEnter(out var ownership));
        domain.Complete(completion);
        domain.Complete(completion);
        domain.Post(Note("posted"));
        ownership.Dispose();
        Assert.Equal(["posted", "completed"], _log);
        Assert.True(entered);
    }

    [Fact]
    public void A_completion_may_ask_for_itself_again()
    {
        var domain = New();
        var rounds = 0;
        Callback? completion = null;
        completion = new Callback(() =>
        {
            if (++rounds < 3 && domain.TryEnter(out var again))
            {
                domain.Complete(completion!);
                again.Dispose();
            }
        });
        Assert.True(domain.TryEnter(out var ownership));
        domain.Complete(completion);
        ownership.Dispose();
        Assert.Equal(3, rounds);
    }

    [Fact]
    public void An_exception_ends_the_domain_and_nothing_else()
    {
        var domain = New();
        var failure = new InvalidOperationException("a machine is broken");
        var completed = false;
        Assert.True(domain.TryEnter(out var ownership));
        domain.Complete(new Callback(() => completed = true));
        domain.Post(Do(() => throw failure));
        domain.Post(Note("never"));
        ownership.Dispose();
        Assert.Equal([failure], _ends);
        Assert.Same(failure, domain.Reason);
        Assert.True(completed);
        Assert.Empty(_log);
        Assert.False(domain.TryEnter(out _));
        Assert.False(domain.TryEnterAsLoop(out _));
        Assert.Equal(PostOutcome.Ended, domain.Post(Note("never")));
    }

    [Fact]
    public void What_was_posted_settles_once_for_all_that_ran_while_it_is_owned()
    {
        Domain? domain = null;
        _settle = now =>
        {
            _log.Add($"settled at {now}");
            Assert.False(domain!.TryEnter(out _));
        };
        domain = New();
        Assert.True(domain.TryEnter(out var ownership));
        domain.Post(Note("a"));
        domain.Post(Note("b"));
        ownership.Dispose();
        Assert.True(domain.TryEnter(out ownership));
        ownership.Dispose();
        _clock.Now += Duration.FromMilliseconds(1);
        domain.Post(Note("c"));
        Assert.Equal(["a", "b", $"settled at {Instant.Zero}", "c", $"settled at {_clock.Now}"], _log);
    }

    [Fact]
    public void What_settling_posts_runs_and_settles_too()
    {
        Domain? domain = null;
        _settle = _ =>
        {
            if (_log.Count == 2)
            {
                domain!.Post(Note("posted"));
            }

            _log.Add("settled");
        };
        domain = New();
        Assert.True(domain.TryEnter(out var ownership));
        domain.Post(Note("a"));
        domain.Post(Do(() => _log.Add("b")));
        ownership.Dispose();
        Assert.Equal(["a", "b", "settled", "posted", "settled"], _log);
    }

    [Fact]
    public void A_domain_whose_work_has_thrown_does_not_settle_and_one_that_cannot_settle_ends()
    {
        var failure = new InvalidOperationException("a machine is broken");
        _settle = _ => _log.Add("settled");
        New().Post(Do(() => throw new InvalidOperationException("work fails")));
        Assert.Empty(_log);
        _ends.Clear();
        _settle = _ => throw failure;
        Domain domain = New();
        Assert.Equal(PostOutcome.Accepted, domain.Post(Note("a")));
        Assert.Equal([failure], _ends);
        Assert.Same(failure, domain.Reason);
        Assert.False(domain.TryEnter(out _));
    }

    [Fact]
    public void Entering_and_posting_allocate_nothing()
    {
        var domain = New();
        var work = Do(() => { });
        var completion = new Callback(() => { });
        for (var i = 0; i < 100; i++)
        {
            Turn();
        }

        Assert.Equal(0, LeastAllocated.By(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                Turn();
            }
        }));

        void Turn()
        {
            domain.TryEnter(out var ownership);
            domain.Post(work);
            domain.Complete(completion);
            ownership.Dispose();
            domain.Post(work);
        }
    }

    [Fact]
    public void The_clock_never_goes_back()
    {
        var clock = new MonotonicClock();
        var last = clock.Now;
        for (var i = 0; i < 1000; i++)
        {
            var now = clock.Now;
            Assert.True(now >= last);
            last = now;
        }
    }

    private Domain New(int capacity = 16) => new(capacity, _clock, _loop, _settle, _ends.Add);

    private Piece Note(string what) => new(() => _log.Add(what));

    private static Piece Do(Action action) => new(action);

    private sealed class Piece(Action action) : IDomainWork
    {
        public void Run(Instant now) => action();
    }

    private sealed class Callback(Action action) : Completion
    {
        protected internal override void Run() => action();
    }

    private sealed class CountingWaker : IWaker
    {
        public int Count { get; private set; }

        public void Wake() => Count++;
    }

    private sealed class ManualClock : IClock
    {
        public Instant Now { get; set; }
    }
}
