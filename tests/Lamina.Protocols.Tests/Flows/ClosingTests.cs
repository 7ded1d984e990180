using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Tests.Flows;

public class ClosingTests : PairTests
{
    [Fact]
    public void Both_ends_may_close_at_once_with_data_on_the_way()
    {
        for (ulong seed = 0; seed < 30; seed++)
        {
            var pair = MakePair(QosSpec.Data, seed, new LinkFaults { Loss = 0.1 });
            pair.A.Write(Texts.Make(0, 50_000));
            pair.B.Write(Texts.Make(1, 50_000));
            pair.RunUntil(() => pair.A.HasWritten && pair.B.HasWritten);
            pair.A.Flow.Close(pair.Now);
            pair.B.Flow.Close(pair.Now);
            Assert.True(pair.RunUntil(() => pair.A.Closed != CloseReason.None && pair.B.Closed != CloseReason.None, seconds: 10));
            Assert.Equal((CloseReason.Normal, CloseReason.Normal), (pair.A.Closed, pair.B.Closed));
            ReliableFlowTests.AssertEmpty(pair, seed);
        }
    }

    [Fact]
    public void What_came_before_the_end_can_still_be_read()
    {
        var pair = MakePair(QosSpec.Data, seed: 1);
        pair.B.Reads = false;
        pair.A.Write(Texts.Make(0, 5000));
        pair.RunUntil(() => pair.A.HasWritten);
        pair.A.Flow.Close(pair.Now);
        Assert.True(pair.RunUntil(() => pair.B.Closed == CloseReason.Normal));
        int written = 0;
        Assert.Equal(WriteStatus.Closed, pair.B.Flow.Write([1], ref written, pair.Now));
        pair.B.Reads = true;
        Assert.True(pair.RunUntil(() => pair.B.SawEnd));
        Assert.Equal(Texts.Make(0, 5000), Assert.Single(pair.B.Messages));
        ReliableFlowTests.AssertEmpty(pair, 1);
    }

    [Fact]
    public void Abort_gives_everything_back_at_once_and_tells_the_peer()
    {
        var pair = MakePair(QosSpec.Data, seed: 2);
        pair.A.Write(Texts.Make(0, 500_000));
        pair.B.Reads = false;
        pair.RunFor(Duration.FromMilliseconds(7));
        pair.A.Flow.Abort(CloseReason.PeerDied, pair.Now);
        Assert.Equal(0, pair.A.Context.Pool.RentedCount);
        Assert.True(pair.RunUntil(() => pair.B.Closed == CloseReason.PeerDied));
        Assert.Equal(CloseReason.None, pair.A.Closed);
        Assert.Equal(CloseReason.PeerDied, pair.A.Flow.ClosedBecause);
        pair.B.Flow.Close(pair.Now);
        ReliableFlowTests.AssertEmpty(pair, 2);
    }

    [Fact]
    public void Linger_ends_after_R()
    {
        var pair = MakePair(QosSpec.Data, seed: 3);
        pair.A.Lower.Drops = _ => true;
        pair.A.Write(Texts.Make(0, 100));
        pair.RunUntil(() => pair.A.HasWritten);
        Instant start = pair.Now;
        pair.A.Flow.Close(pair.Now);
        Assert.True(pair.RunUntil(() => pair.A.Closed != CloseReason.None));
        Assert.True(pair.Now - start <= pair.A.Flow.Bounds.RetransmissionBound);
        Assert.True(pair.A.Lower.IsClosed);
        pair.B.Flow.Close(pair.Now);
        ReliableFlowTests.AssertEmpty(pair, 3);
    }

    [Fact]
    public void A_raw_flow_closes_without_waiting()
    {
        var pair = MakePair(QosSpec.Raw, seed: 4);
        pair.A.Flow.Close(pair.Now);
        Assert.True(pair.RunUntil(() => pair.B.SawEnd, seconds: 0.1));
        Assert.Equal(CloseReason.Normal, pair.A.Closed);
        ReliableFlowTests.AssertEmpty(pair, 4);
    }
}
