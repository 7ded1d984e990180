using Lamina.Core;

namespace Lamina.Protocols.Tests.Flows;

public class LossRecoveryTests(ITestOutputHelper output) : PairTests
{
    [Theory]
    [InlineData(0.001)]
    [InlineData(0.01)]
    [InlineData(0.05)]
    public void Loss_costs_little_more_than_what_was_lost(double loss)
    {
        Duration clean = Transfer(LinkFaults.None with { Latency = Duration.FromMilliseconds(10) }, out _, out _);
        Duration lossy = Transfer(LinkFaults.None with { Latency = Duration.FromMilliseconds(10), Loss = loss }, out long sent, out long again);
        output.WriteLine($"loss {loss:0.0%}: {clean} without, {lossy} with; {sent} packets, {again} sent again");
        Assert.True(lossy < clean * 4, $"{clean} without, {lossy} with");
        Assert.True(again < (2.5 * loss * sent) + 5, $"{again} of {sent} packets sent again");
    }

    [Fact]
    public void One_lost_packet_in_the_middle_is_sent_again_once_without_a_time_out()
    {
        var pair = MakePair(QosSpec.Data, seed: 2);
        int seen = 0;
        pair.A.Lower.Drops = _ => seen++ == 20;
        pair.A.Write(Texts.Make(0, 60_000));
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 1));
        pair.RunFor(Duration.FromSeconds(1));
        Assert.Equal(1, pair.A.Flow.Counters.Retransmitted);
        Assert.Equal(0, pair.A.Flow.Counters.Timeouts);
        Assert.Equal(Texts.Make(0, 60_000), pair.B.Messages[0]);
    }

    private Duration Transfer(LinkFaults faults, out long sent, out long again)
    {
        var pair = MakePair(QosSpec.Data, seed: 1, faults);
        for (int i = 0; i < 200; i++)
        {
            pair.A.Write(Texts.Make(i, 65536));
        }

        Instant start = pair.Now;
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 200));
        sent = pair.A.Flow.Counters.Sent;
        again = pair.A.Flow.Counters.Retransmitted;
        return pair.Now - start;
    }
}
