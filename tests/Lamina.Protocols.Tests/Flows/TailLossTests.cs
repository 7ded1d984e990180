using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>What nothing is sent after: probes, time-outs, and time-outs that were needless.</summary>
public class TailLossTests : PairTests
{
    private static readonly Duration RoundTrip = Duration.FromMilliseconds(20);

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 6)]
    public void A_lost_tail_costs_less_than_round_trips(int lost, int roundTrips)
    {
        Pair pair = Warm();
        int left = lost;
        pair.A.Lower.Drops = _ => left-- > 0;
        Instant start = pair.Now;
        pair.A.Write(Texts.Make(20, 10));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 21));
        Assert.True(pair.Now - start < RoundTrip * roundTrips, $"took {pair.Now - start}");
        Assert.Equal(1, pair.A.Flow.Counters.Probes);
        Assert.Equal(lost - 1, pair.A.Flow.Counters.Timeouts);
    }

    [Fact]
    public void The_end_of_a_long_message_that_is_lost_is_found_by_one_probe()
    {
        Pair pair = Warm();
        int seen = 0;
        pair.A.Lower.Drops = _ => seen++ is >= 60 and < 70;
        Instant start = pair.Now;
        pair.A.Write(Texts.Make(20, 1424 * 70));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 21));
        Assert.True(pair.Now - start < RoundTrip * 5, $"took {pair.Now - start}");
        Assert.Equal(1, pair.A.Flow.Counters.Probes);
        Assert.Equal(0, pair.A.Flow.Counters.Timeouts);
    }

    [Fact]
    public void The_first_packet_of_all_is_sent_again_before_there_is_any_sample()
    {
        var pair = MakePair(QosSpec.Data, seed: 1, new LinkFaults { Latency = RoundTrip / 2 });
        int left = 1;
        pair.A.Lower.Drops = _ => left-- > 0;
        Instant start = pair.Now;
        pair.A.Write(Texts.Make(0, 10));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        Assert.True(pair.Now - start <= Duration.FromMilliseconds(60), $"took {pair.Now - start}");
    }

    [Fact]
    public void A_path_that_only_became_slow_is_not_flooded_with_copies()
    {
        Pair pair = Warm();
        pair.A.Lower.Faults = new LinkFaults { Latency = Duration.FromMilliseconds(300) };
        for (int i = 0; i < 100; i++)
        {
            pair.A.Write(Texts.Make(20 + i, 5000));
        }

        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 120));
        pair.RunFor(Duration.FromSeconds(1));
        FlowEndCounters counters = pair.A.Flow.Counters;
        Assert.True(counters.Timeouts > 0);

        // The first answer may have been called for by a copy: it tells nothing of the path, and the next time-out may be too early once more.
        Assert.InRange(counters.SpuriousTimeouts, 1, 2);
        Assert.True(counters.Retransmitted < 20, $"{counters.Retransmitted} of {counters.Sent} sent again");
    }

    [Fact]
    public void A_dead_path_is_asked_with_little_and_used_at_once_when_it_answers()
    {
        Pair pair = Warm();
        for (int i = 0; i < 100; i++)
        {
            pair.A.Write(Texts.Make(20 + i, 5000));
        }

        pair.RunUntil(() => pair.A.HasWritten);
        pair.A.Lower.Drops = _ => true;
        pair.B.Lower.Drops = _ => true;
        long before = pair.A.Flow.Counters.Retransmitted;
        pair.RunFor(Duration.FromSeconds(2));
        Assert.True(pair.A.Flow.Counters.Retransmitted - before < 30, $"{pair.A.Flow.Counters.Retransmitted - before} sent into a dead path");
        pair.A.Lower.Drops = _ => false;
        pair.B.Lower.Drops = _ => false;
        Assert.True(pair.RunUntil(() => pair.A.Flow.IsSettled, seconds: 4), "not repaired within four seconds");
        Assert.Equal(120, pair.B.Messages.Count);
    }

    [Fact]
    public void A_path_whose_first_answers_were_lost_for_seconds_does_not_count_as_long()
    {
        var pair = MakePair(QosSpec.Data, seed: 3, new LinkFaults { Latency = RoundTrip / 2 });
        pair.B.Lower.Drops = _ => true;
        pair.A.Write(Texts.Make(0, 1424 * 40));
        pair.RunFor(Duration.FromSeconds(3));
        pair.B.Lower.Drops = _ => false;
        Assert.True(pair.RunUntil(() => pair.A.Flow.IsSettled));

        int left = 1;
        pair.A.Lower.Drops = _ => left-- > 0;
        Instant start = pair.Now;
        pair.A.Write(Texts.Make(1, 10));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 2));
        Assert.True(pair.Now - start < Duration.FromMilliseconds(250), $"took {pair.Now - start}");
    }

    /// <summary>Twenty messages have gone through: the round trip is known.</summary>
    private Pair Warm()
    {
        var pair = MakePair(QosSpec.Data, seed: 4, new LinkFaults { Latency = RoundTrip / 2 });
        for (int i = 0; i < 20; i++)
        {
            pair.A.Write(Texts.Make(i, 5000));
            pair.RunUntil(() => pair.B.Messages.Count == i + 1);
        }

        pair.RunFor(Duration.FromMilliseconds(100));
        return pair;
    }
}
