using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Bearers.Tests.Linux;

public class DrainRateTests
{
    private readonly DrainRate _drain = new();
    private Instant _now = Instant.Zero + Duration.FromSeconds(5);

    [Theory]
    [InlineData(1_000, 12_500)]
    [InlineData(500, 6_250)]
    [InlineData(10, 3_000)]
    public void A_train_takes_a_tenth_of_a_millisecond_of_a_slow_link_or_two_packets(int megabits, int bytes)
    {
        Assert.Equal(DrainRate.Unlimited, _drain.Quantum);
        Fill(megabits, 20, 64 * 1024);
        Assert.InRange(_drain.Quantum, bytes * 0.75, bytes * 1.25);
    }

    [Fact]
    public void A_fast_link_limits_nothing()
    {
        Fill(10_000, 100, 64 * 1024);
        Assert.Equal(DrainRate.Unlimited, _drain.Quantum);
    }

    [Fact]
    public void Rounds_in_which_the_link_was_idle_do_not_count()
    {
        Fill(1_000, 20, 64 * 1024);
        for (int i = 0; i < 5; i++)
        {
            _now += Duration.FromMilliseconds(50);
            Fill(1_000, 6, 64 * 1024);
        }

        Assert.InRange(_drain.Quantum, 9_000, 16_000);
    }

    [Fact]
    public void What_is_known_changes_with_the_link_and_is_forgotten_after_a_second_without_need()
    {
        Fill(1_000, 20, 64 * 1024);
        Fill(100, 20, 16 * 1024);
        Assert.Equal(3_000, _drain.Quantum);
        Fill(2_000, 40, 16 * 1024);
        Assert.InRange(_drain.Quantum, 18_750, 32_000);
        Assert.False(_drain.TryForget(_now + Duration.FromMilliseconds(900)));
        Assert.True(_drain.TryForget(_now + Duration.FromMilliseconds(1100)));
        Assert.Equal(DrainRate.Unlimited, _drain.Quantum);
    }

    // The buffer is full, half of it drains, it is filled again.
    private void Fill(int megabits, int rounds, int half)
    {
        for (int i = 0; i < rounds; i++)
        {
            _now += Duration.FromSeconds(half * 8 / (megabits * 1e6));
            _drain.NoteSent(half);
            _drain.NoteFull(_now);
        }
    }
}
