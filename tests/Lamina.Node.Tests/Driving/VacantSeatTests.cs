using System.Diagnostics;
using Lamina.Core;
using Lamina.Node.Driving;

namespace Lamina.Node.Tests.Driving;

/// <summary>Nobody polls while the seat is vacant: so it is vacant for those only who come again at once, and while nobody else waits.</summary>
public sealed class VacantSeatTests : IDisposable
{
    private const int Rounds = 50;

    private readonly DomainDriver _driver = new("vacant", new PacketPool(1 << 20), () => { });
    private readonly LinkedListNode<Instant> _brisk = new(default);
    private readonly LinkedListNode<Instant> _other = new(default);
    private readonly CalledSource _source;
    private readonly SemaphoreSlim _handled = new(0);
    private Instant _handledAt;

    public VacantSeatTests()
    {
        _source = new CalledSource(now =>
        {
            Tell(_brisk);
            _handledAt = now;
            _handled.Release();
        });
        _driver.Add(_source);
        _driver.Start();
    }

    [Fact]
    public void The_loop_leaves_it_to_a_thread_that_comes_again_soon() => TakeVacant().Dispose();

    [Fact]
    public void The_loop_keeps_it_while_another_thread_waits()
    {
        for (int i = 0; i < Rounds; i++)
        {
            Instant since = default;
            CallBriskly(now => RenewOther(since = now));
            // On a busy machine the loop may come when that one has waited for long.
            Assert.True(!IsVacant() || _handledAt - since >= BlockedThreads.Long);
        }
    }

    [Fact]
    public void Who_has_waited_for_long_may_wait_for_longer()
    {
        Instant since = default;
        Enter(now => RenewOther(since = now));
        SpinWait.SpinUntil(() => _driver.Clock.Now - since > BlockedThreads.Long);
        TakeVacant().Dispose();
    }

    [Fact]
    public void A_visitor_that_is_done_gives_it_to_the_loop_while_another_thread_waits()
    {
        Visit visit = TakeVacant();
        Assert.True(visit.TryBegin(out Instant now));
        RenewOther(now);
        visit.End(isDone: true);
        visit.Dispose();
        Assert.False(IsVacant());
    }

    [Fact]
    public void A_thread_that_blocks_while_it_is_vacant_gives_it_to_the_loop()
    {
        for (int i = 0; i < Rounds; i++)
        {
            Visit visit = TakeVacant();
            Assert.True(visit.TryBegin(out _));
            visit.End(isDone: true);
            visit.Dispose();
            Enter(RenewOther);
            Assert.False(IsVacant());
            Enter(_ => Tell(_other));
        }
    }

    [Fact]
    public void A_visitor_leaves_it_to_a_busier_thread_only_after_it_has_waited_for_long()
    {
        bool isDisplaced = false;
        var since = new Stopwatch();
        for (Instant end = _driver.Clock.Now + Duration.FromSeconds(60); !isDisplaced;)
        {
            Assert.True(_driver.Clock.Now < end, "it was never displaced");
            Visit visit = TakeVacant();
            since.Restart();
            for (int i = 0; i < 1000 && !isDisplaced; i++)
            {
                Assert.True(visit.TryBegin(out Instant now));
                Renew(_brisk, now);
                Tell(_brisk);
                isDisplaced = visit.IsDisplaced;
                visit.End(isDone: false);
                _source.Come();
            }

            visit.Dispose();
        }

        Assert.True(since.Elapsed.TotalSeconds >= BlockedThreads.Long.TotalSeconds);
        // It is the one who waits now: the loop has it.
        Assert.False(IsVacant());
    }

    public void Dispose()
    {
        _driver.Dispose();
        _source.Dispose();
        _handled.Dispose();
    }

    /// <summary>A machine may be busy for longer than is brisk, but not each time.</summary>
    private Visit TakeVacant()
    {
        for (Instant end = _driver.Clock.Now + Duration.FromSeconds(60); ;)
        {
            Assert.True(_driver.Clock.Now < end, "the seat was never vacant");
            CallBriskly(_ => { });
            if (_driver.TryVisit(Duration.Forever, looksOut: false, out Visit visit))
            {
                return visit;
            }
        }
    }

    private bool IsVacant()
    {
        bool isVacant = _driver.TryVisit(Duration.Forever, looksOut: false, out Visit visit);
        if (isVacant)
        {
            visit.Dispose();
        }

        return isVacant;
    }

    /// <summary>A blocked thread is told twice, one right behind the other: the seat is likely to be vacant then.</summary>
    private void CallBriskly(Action<Instant> before)
    {
        while (_handled.Wait(0))
        {
            // Of what came to a visitor.
        }

        for (int i = 0; i < 2; i++)
        {
            Enter(now =>
            {
                before(now);
                Renew(_brisk, now);
            });
            _source.Come();
            Assert.True(_handled.Wait(TimeSpan.FromSeconds(60)));
        }

        // The loop is still inside, maybe.
        Enter(_ => { });
    }

    private void RenewOther(Instant now) => Renew(_other, now);

    private void Renew(LinkedListNode<Instant> thread, Instant now)
    {
        Tell(thread);
        _driver.NoteBlocked(thread, now);
    }

    private void Tell(LinkedListNode<Instant> thread)
    {
        if (thread.List is not null)
        {
            _driver.NoteUnblocked(thread);
        }
    }

    private void Enter(Action<Instant> work)
    {
        Turn turn;
        while (!_driver.TryEnter(out turn))
        {
            Thread.Yield();
        }

        using (turn)
        {
            work(turn.Now);
        }
    }
}
