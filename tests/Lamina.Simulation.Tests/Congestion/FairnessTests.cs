using Lamina.Core;
using Lamina.Ipc.Unicast.Scheduling;

namespace Lamina.Simulation.Tests.Congestion;

/// <summary>Flows that share a link of 10 Mbit/s whose queue is the layer's.</summary>
public class FairnessTests
{
    [Theory]
    [InlineData("delay", 1)]
    [InlineData("delay", 3)]
    [InlineData("mb-ecn", 1)]
    public void Two_data_flows_share_a_link_alike_and_its_queue_stays_short(string policy, int depth)
    {
        using var net = new Bottleneck(seed: 20, policy, depth);
        (Source first, Sink one) = net.Open(0, QosSpec.Data, 1400);
        net.Run(2);
        (Source second, Sink two) = net.Open(1, QosSpec.Data, 1400);
        net.Run(5);
        one.Forget();
        two.Forget();
        net.Run(10);
        net.Tell(one, two);

        double sum = one.Rate + two.Rate;
        Assert.InRange(one.Rate / sum, 0.475, 0.525);
        Assert.True(sum > 9_000_000, $"{sum / 1e6:0.00} Mbit/s");
        Duration most = Duration.FromMilliseconds(20 + (10 * depth));
        Assert.True(one.Delay(99) < most && two.Delay(99) < most, $"p99 {one.Delay(99)} and {two.Delay(99)}");
        Assert.Equal(0, net.Links[2].ForthCounters.Dropped);
        first.Stop();
        second.Stop();
        net.Run(40);
        net.Lab.AssertCleanEnd();
    }

    [Theory]
    [InlineData("none")]
    [InlineData("mb-ecn")]
    [InlineData("delay")]
    public void A_raw_flood_takes_no_more_than_its_share(string policy)
    {
        using var net = new Bottleneck(seed: 21, policy);
        (_, Sink data) = net.Open(0, QosSpec.Data, 1400);
        (_, Sink raw) = net.Open(1, QosSpec.Raw, 1400);
        net.Run(5);
        data.Forget();
        raw.Forget();
        net.Run(10);
        net.Tell(data, raw);

        // Without a policy it is FRCP that finds out what gets through.
        Assert.True(data.Rate > (policy == "none" ? 2_000_000 : 4_000_000), $"{data.Rate / 1e6:0.00} Mbit/s of data");
        Assert.True(raw.Rate > 3_500_000, $"{raw.Rate / 1e6:0.00} Mbit/s of the flood");
        SchedulingCounters queue = net.Layers[0][2].Counters!.Scheduling[(int)SchedulingClass.BestEffort];
        Assert.True(queue.MostBytes <= 512 * 1024);
        if (policy != "none")
        {
            // It is held back at its source: what arrives is what was sent, but for the beginning.
            Assert.True(raw.Delay(99) < Duration.FromMilliseconds(40), $"{raw.Delay(99)}");
            Assert.Equal(0, queue.Dropped);
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("delay")]
    public void Voice_is_as_fast_beside_a_flood_as_on_an_empty_link(string policy)
    {
        using var net = new Bottleneck(seed: 22, policy);
        (_, Sink voice) = net.Open(0, QosSpec.Voice, 160, Duration.FromMilliseconds(19));
        net.Run(1);
        voice.Forget();
        net.Run(10);
        Duration alone = voice.Delay(99);
        (_, Sink flood) = net.Open(1, QosSpec.BestEffort, 1400);
        (_, Sink other) = net.Open(0, QosSpec.Raw, 1400);
        net.Run(3);
        voice.Forget();
        flood.Forget();
        other.Forget();
        net.Run(10);
        net.Tell(voice, flood, other);

        Assert.True(
            voice.Delay(99) <= alone + (net.PacketTime * 2), $"p99 {voice.Delay(99)} beside a flood, {alone} alone, a packet {net.PacketTime}");
        Assert.InRange(voice.Messages, 520, 530);
        Assert.True(flood.Rate + other.Rate > 8_500_000);
    }

    [Theory]
    [InlineData("mb-ecn", 0.1)]
    [InlineData("delay", 0.025)]
    public void Two_layers_share_a_link_alike(string policy, double tolerance)
    {
        using var net = new Bottleneck(seed: 23, policy);
        net.AddLayer("other", "udp", Bottleneck.UdpMaxPacketSize, policy);
        (_, Sink one) = net.Open(0, QosSpec.Data, 1400, layer: "net1");
        (_, Sink two) = net.Open(1, QosSpec.Data, 1400, layer: "other");
        net.Run(5);
        one.Forget();
        two.Forget();
        net.Run(10);
        net.Tell(one, two);

        double sum = one.Rate + two.Rate;
        Assert.InRange(one.Rate / sum, 0.5 - tolerance, 0.5 + tolerance);
        Assert.True(sum > 9_000_000, $"{sum / 1e6:0.00} Mbit/s");
    }
}
