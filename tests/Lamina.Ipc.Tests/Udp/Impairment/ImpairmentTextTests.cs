using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;

namespace Lamina.Ipc.Tests.Udp.Impairment;

public sealed class ImpairmentTextTests
{
    [Theory]
    [InlineData("delay=20ms,jitter=2ms,loss=1%,rate=100mbit,queue=256k")]
    [InlineData("delay=1500us,burst=0.5%/20%,reorder=2%/5ms,duplicate=0.1%,corrupt=0.01%")]
    [InlineData("burst=0.5%/20%/50%,mtu=1280,way=out,seed=7")]
    [InlineData("outage")]
    [InlineData("outage=2s")]
    [InlineData("outage=2s/30s,way=in")]
    public void A_text_comes_back_as_it_was(string text)
    {
        Assert.Equal(Outcome.Ok, ImpairmentText.Parse(text, out PortImpairment impairment));
        Assert.Equal(text, impairment.ToString());
    }

    [Fact]
    public void Words_mean_what_they_say()
    {
        Assert.True(ImpairmentText.Parse("delay=20ms, loss=1.5%, burst=1%/25%, rate=0.5mbit, queue=3k, seed=9", out PortImpairment so).IsOk);
        Assert.Equal(Duration.FromMilliseconds(20), so.Latency);
        Assert.Equal(0.015, so.Loss, 9);
        Assert.Equal(new BurstLoss(0.01, 0.25, 1), so.Burst);
        Assert.Equal((500_000, 3072, 9UL), (so.BitsPerSecond, so.QueueBytes, so.Seed));
        Assert.Equal(ImpairedWays.Both, so.Ways);
    }

    [Theory]
    [InlineData("", "a word is missing")]
    [InlineData("delay=20", "delay=20 is no time")]
    [InlineData("delay=-1ms", "is no time")]
    [InlineData("loss=1", "loss=1%")]
    [InlineData("loss=101%", "from 0% to 100%")]
    [InlineData("los=1%", "did you mean 'loss'?")]
    [InlineData("loss=1%,loss=2%", "'loss' is there twice")]
    [InlineData("burst=1%", "burst=0.5%/20%")]
    [InlineData("rate=100", "rate=100mbit")]
    [InlineData("rate=1mbit,queue=100", "from 1500 on")]
    [InlineData("queue=256k", "there is no rate")]
    [InlineData("reorder=2%", "needs a time of its own")]
    [InlineData("outage=30s/2s", "outage=2s/30s")]
    [InlineData("way=up", "both, out, in")]
    [InlineData("seed=x", "no whole number")]
    public void A_mistake_says_what_would_be_right(string text, string says)
    {
        Outcome outcome = ImpairmentText.Parse(text, out _);
        Assert.Equal(OutcomeCode.Usage, outcome.Code);
        Assert.Contains(says, outcome.Message, StringComparison.Ordinal);
        Assert.Contains(ImpairmentText.Example, outcome.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void All_mistakes_are_said_at_once()
    {
        string message = ImpairmentText.Parse("delay=x,loss=y,nothing=1", out _).Message;
        Assert.Contains("delay=x", message, StringComparison.Ordinal);
        Assert.Contains("loss=y", message, StringComparison.Ordinal);
        Assert.Contains("'nothing'", message, StringComparison.Ordinal);
    }
}
