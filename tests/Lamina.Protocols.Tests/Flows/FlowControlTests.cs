using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Tests.Flows;

public class FlowControlTests : PairTests
{
    private static readonly FlowLimits Small = new() { ReceivePackets = 64, ReceiveBytes = 1 << 20 };

    [Fact]
    public void A_reader_that_sleeps_blocks_the_writer_with_bounded_memory()
    {
        var pair = MakePair(QosSpec.Data, seed: 1, limits: Small);
        pair.B.Reads = false;
        for (int i = 0; i < 1000; i++)
        {
            pair.A.Write(Texts.Make(i, 1000));
        }

        pair.RunFor(Duration.FromSeconds(100));
        Assert.InRange(pair.A.Waiting, 1000 - 64 - 1, 999);
        Assert.True(pair.B.Context.Pool.RentedCount <= 64, $"{pair.B.Context.Pool.RentedCount} buffers are held");
        Assert.True(pair.A.Context.Pool.RentedCount <= 1);
        Assert.Equal(CloseReason.None, pair.A.Closed);
        Assert.True(pair.A.Flow.Counters.Rendezvous is > 10 and < 200, $"{pair.A.Flow.Counters.Rendezvous} rendezvous packets");

        pair.B.Reads = true;
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1000));
        Assert.True(pair.A.WritableCalls > 0);
    }

    [Fact]
    public void A_lost_window_update_is_asked_for()
    {
        var pair = MakePair(QosSpec.Data, seed: 2, limits: Small);
        pair.B.Reads = false;
        for (int i = 0; i < 200; i++)
        {
            pair.A.Write(Texts.Make(i, 1000));
        }

        pair.RunFor(Duration.FromMilliseconds(100));
        int lost = 0;
        pair.B.Lower.Drops = _ => lost++ < 3;
        pair.B.Reads = true;
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 200, seconds: 10));
        Assert.True(lost >= 3);
        Assert.True(pair.A.Flow.Counters.Rendezvous > 0);
    }

    [Fact]
    public void A_peer_that_does_not_answer_a_rendezvous_for_R_is_unreachable()
    {
        var pair = MakePair(QosSpec.Data, seed: 3, limits: Small);
        pair.B.Reads = false;
        for (int i = 0; i < 200; i++)
        {
            pair.A.Write(Texts.Make(i, 1000));
        }

        pair.RunFor(Duration.FromSeconds(5));
        pair.B.Lower.Drops = _ => true;
        Assert.True(pair.RunUntil(() => pair.A.Closed != CloseReason.None, seconds: 40));
        Assert.Equal(CloseReason.Unreachable, pair.A.Closed);
    }

    [Fact]
    public void A_flow_below_without_credit_blocks_the_writer_until_it_says_so()
    {
        var pair = MakePair(QosSpec.Data, seed: 4);
        pair.A.Lower.CreditNow = 30_000;
        pair.A.Write(Texts.Make(1, 60_000));
        pair.RunFor(Duration.FromMilliseconds(200));
        Assert.Equal(1, pair.A.Waiting);
        Assert.Equal(0, pair.A.Flow.Counters.Retransmitted);
        pair.A.Lower.CreditNow = int.MaxValue;
        pair.A.Flow.HandleFlowEvent(FlowEvent.Writable, CloseReason.None, pair.Now);
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        Assert.Equal(Texts.Make(1, 60_000), pair.B.Messages[0]);
    }

    [Fact]
    public void The_window_update_comes_when_a_quarter_is_free()
    {
        var pair = MakePair(QosSpec.Data, seed: 5, limits: Small);
        pair.B.Reads = false;
        for (int i = 0; i < 64; i++)
        {
            pair.A.Write(Texts.Make(i, 10));
        }

        pair.RunFor(Duration.FromSeconds(1));
        long before = pair.B.Flow.Counters.ControlSent;
        byte[] target = new byte[100];
        for (int i = 0; i < 64; i++)
        {
            Assert.Equal(ReadStatus.Message, pair.B.Flow.Read(target, out _, pair.Now));
            pair.B.Context.Run(pair.Now);
        }

        Assert.Equal(4, pair.B.Flow.Counters.ControlSent - before);
    }
}
