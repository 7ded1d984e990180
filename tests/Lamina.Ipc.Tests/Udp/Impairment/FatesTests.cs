using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;

namespace Lamina.Ipc.Tests.Udp.Impairment;

public sealed class FatesTests
{
    private const int Datagrams = 100_000;

    [Fact]
    public void Losses_come_as_often_as_was_said()
    {
        var fates = new Fates(new SeededRandom(1));
        var profile = new LinkImpairment { Loss = 0.05 };
        int passed = Enumerable.Range(0, Datagrams).Count(i => fates.TryPass(100, profile, false, Instant.Zero, out Instant _));
        Assert.InRange(passed, 0.945 * Datagrams, 0.955 * Datagrams);
        Assert.Equal(Datagrams - passed, fates.Counters.Lost);
    }

    [Fact]
    public void Bursts_are_as_long_as_was_said()
    {
        var fates = new Fates(new SeededRandom(1));
        var profile = new LinkImpairment { Burst = new BurstLoss(0.002, 0.2, 1) };
        bool[] passed = [.. Enumerable.Range(0, Datagrams).Select(i => fates.TryPass(100, profile, false, Instant.Zero, out Instant _))];
        int lost = passed.Count(pass => !pass);
        int bursts = Enumerable.Range(1, Datagrams - 1).Count(i => passed[i - 1] && !passed[i]);
        Assert.InRange((double)lost / bursts, 4, 6);
        Assert.InRange((double)lost / Datagrams, 0.007, 0.013);
    }

    [Fact]
    public void A_rate_spaces_departures_and_its_queue_is_bounded()
    {
        var fates = new Fates(new SeededRandom(1));
        var profile = new LinkImpairment { BitsPerSecond = 8_000_000, QueueBytes = 10_000 };
        List<Instant> departures = [];
        for (int i = 0; i < 20; i++)
        {
            if (fates.TryPass(1000, profile, false, Instant.Zero, out Instant departure))
            {
                departures.Add(departure);
            }
        }

        Assert.Equal(Enumerable.Range(1, 10).Select(i => Instant.Zero + Duration.FromMilliseconds(i)), departures);
        Assert.Equal(10, fates.Counters.Dropped);
    }

    [Fact]
    public void Jitter_keeps_the_order_and_reordering_does_not()
    {
        var fates = new Fates(new SeededRandom(1));
        var profile = new LinkImpairment { Latency = Duration.FromMilliseconds(10), Jitter = Duration.FromMilliseconds(9), Reordering = 0.1 };
        List<Instant> kept = [];
        int late = 0;
        for (int i = 0; i < 1000; i++)
        {
            Instant now = Instant.Zero + Duration.FromMilliseconds(i);
            if (fates.IsOvertaken(profile, now, out Instant arrival))
            {
                late++;
                Assert.InRange((arrival - now).Milliseconds, 10, 40);
            }
            else
            {
                kept.Add(fates.Arrival(profile, now));
            }
        }

        Assert.Equal(kept.Order(), kept);
        Assert.InRange(late, 60, 140);
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(3, 0, false)]
    [InlineData(1, 30, false)]
    [InlineData(29, 30, true)]
    [InlineData(31, 30, false)]
    [InlineData(59, 30, true)]
    public void An_outage_is_at_once_or_the_end_of_each_time(int second, int every, bool isDown)
    {
        var outage = new Outage(Duration.FromSeconds(2), Duration.FromSeconds(every));
        Assert.Equal(isDown, outage.IsDown(Duration.FromSeconds(second)));
    }
}
