using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>A flow that is quiet keeps nothing for packets, and nobody notices.</summary>
public class RestingTests
{
    [Fact]
    public void A_flow_that_nothing_was_sent_over_rests_and_keeps_no_timer()
    {
        var pair = new Pair(QosSpec.Data with { PeerTimeout = 0 }, seed: 1);
        Assert.True(pair.A.Flow.IsResting && pair.B.Flow.IsResting);
        Assert.Equal(Instant.Never, pair.A.Context.NextTimeout);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_long_silence_both_ends_rest_and_go_on(bool isSealed)
    {
        var pair = new Pair(QosSpec.Data with { PeerTimeout = 0 }, seed: 2, isSealed: isSealed);
        for (int i = 0; i < 5; i++)
        {
            (End from, End to) = i % 2 == 0 ? (pair.A, pair.B) : (pair.B, pair.A);
            int before = to.Messages.Count;
            from.Write(Texts.Make(i, 50_000));
            Assert.True(pair.RunUntil(() => to.Messages.Count == before + 1));
            Assert.Equal(Texts.Make(i, 50_000), to.Messages[^1]);
            Assert.False(from.Flow.IsResting);
            pair.RunFor(pair.A.Flow.Bounds.SenderInactivity * 3);
            Assert.True(pair.A.Flow.IsResting && pair.B.Flow.IsResting, $"after message {i}");
            Assert.Equal(Instant.Never, pair.A.Context.NextTimeout);
        }

        pair.A.Flow.Close(pair.Now);
        Assert.True(pair.RunUntil(() => pair.A.Closed != CloseReason.None && pair.B.Closed != CloseReason.None));
        Assert.Equal((CloseReason.Normal, CloseReason.Normal), (pair.A.Closed, pair.B.Closed));
        ReliableFlowTests.AssertEmpty(pair, 2);
    }

    [Fact]
    public void A_flow_that_is_watched_rests_between_signs_of_life()
    {
        var pair = new Pair(QosSpec.Data, seed: 5);
        pair.A.Write(Texts.Make(0, 10));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        pair.RunFor(pair.A.Flow.Bounds.SenderInactivity * 3);
        int rests = 0;
        for (int second = 0; second < 600; second++)
        {
            pair.RunFor(Duration.FromSeconds(1));
            rests += pair.A.Flow.IsResting ? 1 : 0;
        }

        Assert.True(rests > 550, $"{rests} of 600 seconds");
        Assert.Equal((CloseReason.None, CloseReason.None), (pair.A.Closed, pair.B.Closed));
        pair.B.Write(Texts.Make(1, 10));
        Assert.True(pair.RunUntil(() => pair.A.Messages.Count == 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(120_000)]
    public void A_flow_rests_as_soon_as_nothing_of_it_can_be_under_way(uint peerTimeout)
    {
        var pair = new Pair(QosSpec.Data with { PeerTimeout = peerTimeout }, seed: 6);
        pair.A.Write(Texts.Make(0, 10));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        pair.B.Write(Texts.Make(1, 10));
        Assert.True(pair.RunUntil(() => pair.A.Messages.Count == 1));
        Duration bound = pair.A.Flow.Bounds.SenderInactivity;
        pair.RunFor(bound - Duration.FromSeconds(1));
        Assert.False(pair.A.Flow.IsResting || pair.B.Flow.IsResting);
        // Looked at in steps of five seconds, and what is under way is a matter of milliseconds.
        pair.RunFor(Duration.FromSeconds(7));
        Assert.True(pair.A.Flow.IsResting && pair.B.Flow.IsResting);
    }

    [Fact]
    public void What_waits_for_its_reader_keeps_it_awake_and_is_there()
    {
        var pair = new Pair(QosSpec.Data with { PeerTimeout = 0 }, seed: 3);
        pair.B.Reads = false;
        pair.A.Write(Texts.Make(0, 10_000));
        pair.RunFor(pair.A.Flow.Bounds.SenderInactivity * 3);
        Assert.True(pair.A.Flow.IsResting);
        Assert.False(pair.B.Flow.IsResting);
        pair.B.Reads = true;
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        Assert.Equal(Texts.Make(0, 10_000), pair.B.Messages[0]);
        pair.RunFor(pair.A.Flow.Bounds.SenderInactivity * 3);
        Assert.True(pair.B.Flow.IsResting);
    }

    [Fact]
    public void Windows_that_have_grown_are_as_large_afterwards()
    {
        var pair = new Pair(QosSpec.Data with { PeerTimeout = 0 }, seed: 4, faults: new LinkFaults { Latency = Duration.FromMilliseconds(20) });
        for (int i = 0; i < 400; i++)
        {
            pair.A.Write(Texts.Make(i, 20_000));
        }

        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 400));
        pair.RunFor(pair.A.Flow.Bounds.SenderInactivity * 3);
        Assert.True(pair.A.Flow.IsResting && pair.B.Flow.IsResting);
        for (int i = 400; i < 800; i++)
        {
            pair.A.Write(Texts.Make(i, 20_000));
        }

        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 800));
        Assert.Equal(0, pair.B.Flow.Counters.Dropped(DropReason.OutOfWindow));
        Assert.Equal(0, pair.A.Flow.Counters.Retransmitted);
    }

    [Theory]
    [InlineData(40)]
    public void Talk_with_long_silences_over_a_bad_link_arrives_once_and_in_order(int seeds)
    {
        int rests = 0;
        for (ulong seed = 0; seed < (ulong)seeds; seed++)
        {
            var faults = new LinkFaults
            {
                Loss = 0.05,
                Duplication = 0.05,
                Reordering = 0.1,
                Latency = Duration.FromMilliseconds(5),
                Cutting = 0.3,
            };
            var pair = new Pair(QosSpec.Data with { PeerTimeout = 0 }, seed, faults);
            int written = 0;
            for (int round = 0; round < 6; round++)
            {
                int count = 1 + pair.Random.Next(20);
                for (int i = 0; i < count; i++, written++)
                {
                    pair.A.Write(Texts.Make(written, 3000));
                }

                Assert.True(pair.RunUntil(() => pair.B.Messages.Count == written), $"seed {seed}");
                pair.RunFor(pair.A.Flow.Bounds.SenderInactivity * pair.Random.Next(4));
                rests += pair.A.Flow.IsResting ? 1 : 0;
                rests += pair.B.Flow.IsResting ? 1 : 0;
            }

            Assert.Equal(Enumerable.Range(0, written).Select(i => Texts.Make(i, 3000)), pair.B.Messages);
        }

        Assert.True(rests > seeds, $"only {rests} rests");
    }
}
