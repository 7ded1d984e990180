using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>One side writes no more; the other reads everything, then the end, and goes on writing.</summary>
public class HalfCloseTests : PairTests
{
    [Fact]
    public void The_peer_reads_everything_then_the_end_and_still_writes()
    {
        for (ulong seed = 0; seed < 50; seed++)
        {
            var faults = LinkFaults.Random(new SeededRandom(seed));
            var pair = MakePair(QosSpec.Data, seed, seed == 0 ? LinkFaults.None : faults);
            pair.A.Write(Texts.Make(0, 50_000));
            Assert.True(pair.RunUntil(() => pair.A.HasWritten));
            pair.A.Flow.CompleteWrites(pair.Now);
            Assert.True(pair.RunUntil(() => pair.B.SawEnd), $"seed {seed}");
            Assert.Equal(Texts.Make(0, 50_000), Assert.Single(pair.B.Messages));
            Assert.True(pair.B.Flow.IsAtEnd);
            AssertEndedWriting(pair);

            pair.B.Write(Texts.Make(1, 50_000));
            Assert.True(pair.RunUntil(() => pair.A.Messages.Count == 1), $"seed {seed}");
            Assert.Equal(Texts.Make(1, 50_000), pair.A.Messages[0]);
            pair.B.Flow.CompleteWrites(pair.Now);
            Assert.True(pair.RunUntil(() => pair.A.SawEnd), $"seed {seed}");
            Assert.Equal((CloseReason.None, CloseReason.None), (pair.A.Closed, pair.B.Closed));

            pair.A.Flow.Close(pair.Now);
            pair.B.Flow.Close(pair.Now);
            Assert.True(pair.RunUntil(() => pair.A.Closed != CloseReason.None && pair.B.Closed != CloseReason.None), $"seed {seed}");
            Assert.Equal((CloseReason.Normal, CloseReason.Normal), (pair.A.Closed, pair.B.Closed));
            ReliableFlowTests.AssertEmpty(pair, seed);
        }
    }

    [Fact]
    public void An_end_waits_for_the_window_like_any_message()
    {
        var pair = MakePair(QosSpec.Data, seed: 1, limits: FlowLimits.Default with { ReceivePackets = 16 });
        pair.B.Reads = false;
        for (int i = 0; i < 16; i++)
        {
            pair.A.Write(Texts.Make(i, 100));
        }

        Assert.True(pair.RunUntil(() => pair.A.HasWritten));
        pair.A.Flow.CompleteWrites(pair.Now);
        pair.RunFor(Duration.FromSeconds(3));
        Assert.False(pair.A.Flow.IsSettled);
        pair.B.Reads = true;
        Assert.True(pair.RunUntil(() => pair.B.SawEnd));
        Assert.Equal(16, pair.B.Messages.Count);
        Assert.True(pair.RunUntil(() => pair.A.Flow.IsSettled));
    }

    [Fact]
    public void An_end_begins_a_run_where_the_last_one_is_over()
    {
        var pair = MakePair(QosSpec.Data, seed: 2);
        pair.A.Write(Texts.Make(0, 100));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        pair.RunFor(Duration.FromSeconds(120));
        pair.A.Flow.CompleteWrites(pair.Now);
        Assert.True(pair.RunUntil(() => pair.B.SawEnd, seconds: 1));
        Assert.Equal(2, pair.A.Flow.Counters.RunsBegun);
    }

    [Fact]
    public void A_message_that_was_given_up_is_not_finished_by_the_end()
    {
        var pair = MakePair(QosSpec.Data, seed: 3);
        pair.A.Lower.CreditNow = 3000;
        int written = 0;
        Assert.Equal(WriteStatus.Blocked, pair.A.Flow.Write(Texts.Make(0, 10_000), ref written, pair.Now));
        Assert.InRange(written, 1, 9_999);
        pair.A.Lower.CreditNow = int.MaxValue;
        pair.A.Flow.CompleteWrites(pair.Now);
        Assert.True(pair.RunUntil(() => pair.B.SawEnd));
        Assert.Empty(pair.B.Messages);
    }

    [Fact]
    public void Who_read_to_the_end_does_not_care_how_the_flow_ends()
    {
        var pair = MakePair(QosSpec.Data with { PeerTimeout = 1000 }, seed: 4);
        pair.A.Write(Texts.Make(0, 100));
        Assert.True(pair.RunUntil(() => pair.A.HasWritten));
        pair.A.Flow.CompleteWrites(pair.Now);
        Assert.True(pair.RunUntil(() => pair.B.SawEnd));
        pair.A.Lower.Drops = _ => true;
        Assert.True(pair.RunUntil(() => pair.B.Closed == CloseReason.PeerSilent));
        Assert.True(pair.B.Flow.IsAtEnd);
    }

    [Theory]
    [InlineData("raw")]
    [InlineData("best-effort")]
    [InlineData("voice")]
    public void Flows_that_lose_packets_cannot_say_it(string name)
    {
        Assert.True(QosNames.TryGet(name, out QosSpec qos));
        var pair = MakePair(qos, seed: 5);
        Assert.False(pair.A.Flow.CanCompleteWrites);
        pair.A.Flow.CompleteWrites(pair.Now);
        Assert.True(pair.A.Flow.IsOpenForWriting);
    }

    [Fact]
    public void A_reset_leaves_nothing_to_read()
    {
        var pair = MakePair(QosSpec.Data, seed: 6);
        pair.B.Reads = false;
        pair.A.Write(Texts.Make(0, 5000));
        Assert.True(pair.RunUntil(() => pair.B.Flow.QueuedBytes == 5000));
        pair.A.Flow.Abort(CloseReason.Reset, pair.Now);
        Assert.True(pair.RunUntil(() => pair.B.Closed == CloseReason.Reset));
        pair.B.Reads = true;
        Assert.True(pair.RunUntil(() => pair.B.SawEnd));
        Assert.Empty(pair.B.Messages);
        ReliableFlowTests.AssertEmpty(pair, 6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    public void A_linger_that_was_too_short_is_said_at_both_ends(int milliseconds)
    {
        var pair = MakePair(QosSpec.Data, seed: 7);
        pair.A.Lower.Drops = _ => true;
        pair.A.Write(Texts.Make(0, 100));
        Assert.True(pair.RunUntil(() => pair.A.HasWritten));
        Instant start = pair.Now;
        pair.A.Flow.Close(Duration.FromMilliseconds(milliseconds), pair.Now);
        Assert.True(pair.RunUntil(() => pair.A.Closed != CloseReason.None && pair.B.Closed != CloseReason.None));
        Assert.InRange((pair.Now - start).Milliseconds, milliseconds, milliseconds + 10);
        Assert.Equal((CloseReason.Timeout, CloseReason.Timeout), (pair.A.Closed, pair.B.Closed));
        ReliableFlowTests.AssertEmpty(pair, 7);
    }

    [Fact]
    public void Programs_hear_when_the_way_is_gone_and_back()
    {
        var pair = MakePair(QosSpec.Data, seed: 8);
        pair.A.Flow.HandleFlowEvent(FlowEvent.Down, CloseReason.None, pair.Now);
        pair.A.Flow.HandleFlowEvent(FlowEvent.Down, CloseReason.None, pair.Now);
        Assert.False(pair.A.Flow.IsUp);
        pair.A.Flow.HandleFlowEvent(FlowEvent.Up, CloseReason.None, pair.Now);
        Assert.True(pair.A.Flow.IsUp);
        Assert.Equal([false, true], pair.A.Ways);
    }

    private static void AssertEndedWriting(Pair pair)
    {
        int written = 0;
        Assert.Equal(WriteStatus.Closed, pair.A.Flow.Write([1], ref written, pair.Now));
        Assert.False(pair.A.Flow.IsOpenForWriting);
        Assert.True(pair.A.Flow.IsOpen);
    }
}
