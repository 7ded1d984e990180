namespace Lamina.Core.Tests;

/// <summary>Who is about to sleep is not woken for a timer that was put off, or stopped.</summary>
public class NextTimeoutTests
{
    [Fact]
    public void A_timer_that_was_put_off_or_stopped_wakes_nobody()
    {
        var queue = new TimerQueue();
        var fired = new List<Instant>();
        MachineTimer put = new(queue, new Machine(fired)), stopped = new(queue, new Machine(fired)), other = new(queue, new Machine(fired));
        put.Set(new Instant(10));
        stopped.Set(new Instant(20));
        other.Set(new Instant(50));
        put.Set(new Instant(70));
        stopped.Stop();

        Assert.Equal(new Instant(50), queue.FindNextTimeout());
        Assert.Equal(2, queue.Count);
        queue.Run(new Instant(50));
        Assert.Equal(new Instant(70), queue.FindNextTimeout());
        queue.Run(new Instant(70));
        Assert.Equal(Instant.Never, queue.FindNextTimeout());
        Assert.Equal([new Instant(50), new Instant(70)], fired);
    }

    private sealed class Machine(List<Instant> fired) : ITimed
    {
        public void HandleTimeout(Instant now) => fired.Add(now);
    }
}
