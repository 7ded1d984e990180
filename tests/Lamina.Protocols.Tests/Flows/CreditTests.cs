using Lamina.Core;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>A writer that found no room below is always woken, however little the flow below says about it.</summary>
public class CreditTests : PairTests
{
    private const int TooLittle = 100;

    public static TheoryData<string> Flows => ["raw", "voice", "data"];

    [Theory]
    [MemberData(nameof(Flows))]
    public void Credit_below_a_packet_that_grows_without_a_word(string qos)
    {
        Pair pair = Blocked(qos, TooLittle);
        pair.RunFor(Duration.FromMilliseconds(20));
        Assert.Empty(pair.B.Messages);
        pair.A.Lower.CreditNow = int.MaxValue;
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1, 1), "the writer was not woken");
    }

    [Theory]
    [MemberData(nameof(Flows))]
    public void Credit_that_others_took_before_the_word_came(string qos)
    {
        Pair pair = Blocked(qos, 0);
        pair.RunFor(Duration.FromMilliseconds(20));
        pair.A.Lower.CreditNow = TooLittle;
        pair.A.Lower.User.HandleFlowEvent(FlowEvent.Writable, CloseReason.None, pair.Now);
        pair.RunFor(Duration.FromMilliseconds(20));
        pair.A.Lower.CreditNow = int.MaxValue;
        Assert.True(pair.RunUntil(() => pair.A.WritableCalls > 0 && pair.B.Messages.Count == 1, 1), "the writer was not woken");
    }

    /// <summary>Nothing that was sent can go unacknowledged where nothing can be sent: the wait itself has an end.</summary>
    [Theory]
    [InlineData("data")]
    [InlineData("voice")]
    public void No_way_to_the_peer_for_R_ends_the_flow(string qos)
    {
        Pair pair = Blocked(qos, 0);
        pair.RunFor(Duration.FromSeconds(29));
        Assert.Equal(CloseReason.None, pair.A.Closed);
        pair.RunFor(Duration.FromSeconds(2));
        Assert.Equal(CloseReason.Unreachable, pair.A.Closed);
    }

    [Fact]
    public void A_way_that_comes_back_in_time_does_not()
    {
        Pair pair = Blocked("data", 0);
        pair.RunFor(Duration.FromSeconds(29));
        pair.A.Lower.CreditNow = int.MaxValue;
        pair.A.Lower.User.HandleFlowEvent(FlowEvent.Writable, CloseReason.None, pair.Now);
        pair.RunFor(Duration.FromSeconds(10));
        Assert.Equal(CloseReason.None, pair.A.Closed);
        Assert.Single(pair.B.Messages);
    }

    /// <summary>A's user writes when it is told that it can, and then only.</summary>
    private Pair Blocked(string qosName, int credit)
    {
        Assert.True(QosNames.TryGet(qosName, out QosSpec qos));
        var pair = MakePair(qos, 1);
        pair.A.WritesWhenTold = true;
        pair.A.Lower.CreditNow = credit;
        pair.A.Write(Texts.Make(1, 1000));
        pair.A.TryWrite();
        return pair;
    }
}
