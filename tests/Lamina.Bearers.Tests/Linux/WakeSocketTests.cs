using Lamina.Bearers.Linux;

namespace Lamina.Bearers.Tests.Linux;

/// <summary>Wake-ups between processes that do not trust each other.</summary>
public sealed class WakeSocketTests
{
    [Fact]
    public void Signals_wake_until_they_are_drained_and_never_block()
    {
        (WakeSocket one, WakeSocket other) = WakeSocket.CreatePair();
        using WakeSocket first = one;
        using WakeSocket second = other;
        var poll = new PollSet(1);
        poll.Add(second.Descriptor);
        Assert.Equal(0, poll.Wait(TimeSpan.Zero));
        for (int i = 0; i < 1_000_000; i++)
        {
            first.Signal();
        }

        Assert.Equal(1, poll.Wait(TimeSpan.Zero));
        for (int i = 0; i < 1_000_000 && poll.Wait(TimeSpan.Zero) > 0; i++)
        {
            Assert.True(second.TryDrain());
        }

        Assert.Equal(0, poll.Wait(TimeSpan.Zero));
        Assert.True(second.TryDrain());
    }

    [Fact]
    public void An_end_that_is_closed_is_heard_of()
    {
        (WakeSocket one, WakeSocket other) = WakeSocket.CreatePair();
        using WakeSocket first = one;
        other.Signal();
        other.Dispose();
        while (first.TryDrain())
        {
            // What was signalled before comes first.
        }

        first.Signal();
    }
}
