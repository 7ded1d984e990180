using Lamina.Core;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Tests.Congestion;

/// <summary>One flow of messages of 1400 bytes over a link of 100 Mbit/s with faults.</summary>
public class GoodputTests
{
    [Theory]
    [InlineData(0, 1, 3000, 95)]
    [InlineData(0, 20, 3000, 95)]
    [InlineData(0.01, 20, 3000, 94)]
    [InlineData(0.01, 20, 262144, 92)]
    [InlineData(0.05, 20, 3000, 92)]
    [InlineData(0, 200, 3000, 45)]
    public void A_link_is_used_whatever_it_loses(double loss, int roundTrip, int queue, double least)
    {
        LinkProfile profile = Bottleneck.Narrow(100_000_000) with
        {
            Latency = Duration.FromMilliseconds(roundTrip) / 2,
            Loss = loss,
            QueueBytes = queue,
        };
        using var net = new Bottleneck(
            seed: 30, "delay", narrow: profile, wide: new LinkProfile { Jitter = Duration.Zero, Latency = Duration.FromMicroseconds(10) });
        (_, Sink sink) = net.Open(0, QosSpec.Data, 1400);
        net.Run(3);
        sink.Forget();
        net.Run(5);
        net.Tell(sink);

        Assert.True(sink.Rate > least * 1e6, $"{sink.Rate / 1e6:0.0} Mbit/s");
    }

    [Fact]
    public void A_flow_goes_on_at_once_after_two_seconds_in_the_dark()
    {
        using var net = new Bottleneck(seed: 31, "delay");
        (_, Sink sink) = net.Open(0, QosSpec.Data, 1400);
        net.Run(3);
        net.Links[2].IsCut = true;
        net.Run(2);
        net.Links[2].IsCut = false;
        net.Run(2.5);
        sink.Forget();
        net.Run(2);
        net.Tell(sink);

        Assert.True(sink.Rate > 9_000_000, $"{sink.Rate / 1e6:0.0} Mbit/s");
    }
}
