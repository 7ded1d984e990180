using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Security.Records;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>The end of a sealed flow is said inside; and what else its packets do on the way.</summary>
public class SealedCloseTests
{
    [Fact]
    public void An_honest_end_is_believed()
    {
        var pair = new Pair(QosSpec.Data, seed: 1, isSealed: true);
        pair.A.Write(Texts.Make(0, 5000));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        pair.A.Flow.Close(pair.Now);
        Assert.True(pair.RunUntil(() => pair.B.Closed != CloseReason.None));
        Assert.Equal((CloseReason.Normal, CloseReason.Normal), (pair.A.Closed, pair.B.Closed));
        ReliableFlowTests.AssertEmpty(pair, 1);
    }

    [Fact]
    public void An_end_that_somebody_on_the_way_says_is_not()
    {
        var pair = new Pair(QosSpec.Data, seed: 1, isSealed: true);
        pair.A.Write(Texts.Make(0, 5000));
        pair.A.Write(Texts.Make(1, 5_000_000));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        pair.B.Lower.DeliverClose(CloseReason.Normal, pair.Now);
        Assert.Equal(CloseReason.LowerFlowLost, pair.B.Closed);
    }

    [Fact]
    public void A_retransmission_is_another_record_and_nothing_of_the_message_is_on_the_wire()
    {
        var pair = new Pair(QosSpec.Data, seed: 1, isSealed: true);
        byte[] message = Texts.Make(0, 1000);
        var packets = new List<byte[]>();
        pair.OnPacket = (from, packet, _) => packets.AddRange(from == pair.A.Lower ? [packet] : []);
        int lost = 2;
        pair.A.Lower.Drops = _ => lost-- > 0;
        pair.A.Write(message);
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        byte[][] sent = [.. packets.Where(packet => packet.Length > message.Length)];
        Assert.Equal(3, sent.Length);
        Assert.All(sent, packet => Assert.True(packet.AsSpan().IndexOf(message.AsSpan(0, 8)) < 0));
        Assert.Equal(3, sent.Select(packet => RecordHeader.TryRead(packet, out _, out ulong counter) ? counter : 0).Distinct().Count());
        Assert.Equal(3, sent.Select(packet => Convert.ToHexString(packet.AsSpan(RecordHeader.Length))).Distinct().Count());
    }

    [Fact]
    public void Keys_turn_under_a_busy_flow_and_nothing_is_lost_or_waits()
    {
        var pair = new Pair(
            QosSpec.Data,
            seed: 1,
            new LinkFaults { Latency = Duration.FromMilliseconds(20), Rate = 20e6, Reordering = 0.05 },
            isSealed: true,
            bounds: new RecordBounds { Records = 300, LeastTime = Duration.FromMilliseconds(200) });
        for (int i = 0; i < 2000; i++)
        {
            pair.A.Write(Texts.Make(i, 3000));
        }

        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 2000));
        Assert.Equal(Enumerable.Range(0, 2000), pair.B.Messages.Select(Texts.NumberOf));
        Assert.Equal(0, pair.B.Flow.Counters.Dropped(DropReason.NotAuthentic));
        Assert.InRange(pair.Sealed.Watched.Keys, 8, 40);
    }

    [Fact]
    public void What_is_copied_on_the_way_is_not_delivered_twice_even_where_nobody_counts()
    {
        var pair = new Pair(QosSpec.Raw, seed: 1, new LinkFaults { Duplication = 0.5 }, isSealed: true);
        for (int i = 0; i < 500; i++)
        {
            pair.A.Write(Texts.Make(i, 100));
        }

        pair.RunFor(Duration.FromSeconds(2));
        Assert.Equal(500, pair.B.Messages.Count);
        Assert.InRange(pair.B.Flow.Counters.Dropped(DropReason.Replayed), 150, 350);
    }

    [Fact]
    public void Terms_and_keys_must_say_the_same()
    {
        var pair = new Pair(QosSpec.Raw, seed: 1);
        Assert.Throws<ArgumentException>(() => new FlowEnd(
            pair.A.Context, pair.A.Lower, FlowTerms.For(QosSpec.Raw, hasKeys: true), pair.A, pair.Now));
        Assert.Throws<ArgumentException>(() => new FlowEnd(
            pair.A.Context,
            pair.A.Lower,
            FlowTerms.For(QosSpec.Raw),
            pair.A,
            pair.Now,
            new SealedFlows().RecordsFor(FlowTerms.For(QosSpec.Raw, hasKeys: true), isInitiator: true, pair.Now)));
    }
}
