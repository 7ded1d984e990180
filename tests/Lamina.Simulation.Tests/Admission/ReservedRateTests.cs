using Lamina.Core;
using Lamina.Simulation.Tests.Congestion;

namespace Lamina.Simulation.Tests.Admission;

/// <summary>What is reserved is there, whatever others send.</summary>
public sealed class ReservedRateTests
{
    [Theory]
    [InlineData("none")]
    [InlineData("delay")]
    [InlineData("mb-ecn")]
    public void Four_of_ten_megabits_stay_four_beside_floods(string policy)
    {
        using var net = new Bottleneck(seed: 40, policy, capacity: 9_000_000);
        QosSpec four = QosSpec.Data with { Bandwidth = 4_000_000 };
        (Source source, Sink kept) = net.Open(0, four, 1400);
        Assert.Equal(four, source.Flow!.AcceptedQos);
        (_, Sink raw) = net.Open(1, QosSpec.Raw, 1400);
        (_, Sink flood) = net.Open(1, QosSpec.BestEffort, 1400);
        (_, Sink data) = net.Open(0, QosSpec.Data, 1400);
        net.Run(5);
        foreach (Sink sink in new[] { kept, raw, flood, data })
        {
            sink.Forget();
        }

        net.Run(10);
        net.Tell(kept, raw, flood, data);
        Assert.True(kept.Rate >= 3_900_000, $"{kept.Rate / 1e6:0.00} Mbit/s of 4");
        Assert.True(raw.Rate + flood.Rate + data.Rate > 4_500_000, "the rest is for the others");
        Assert.True(raw.Rate > 500_000 && data.Rate > 500_000, $"{raw.Rate / 1e6:0.00} and {data.Rate / 1e6:0.00} Mbit/s");
    }

    [Fact]
    public void More_than_what_is_reserved_is_there_where_nobody_else_wants_it()
    {
        using var net = new Bottleneck(seed: 41, "delay", capacity: 9_000_000);
        (_, Sink kept) = net.Open(0, QosSpec.Data with { Bandwidth = 2_000_000 }, 1400);
        net.Run(3);
        kept.Forget();
        net.Run(5);
        Assert.True(kept.Rate > 9_000_000, $"{kept.Rate / 1e6:0.00} Mbit/s");
    }

    [Fact]
    public void Voice_stays_flat_beside_a_reserved_flow_that_sends_all_it_can()
    {
        using var net = new Bottleneck(seed: 42, "none", capacity: 9_000_000);
        (_, Sink voice) = net.Open(0, QosSpec.Voice, 160, Duration.FromMilliseconds(19));
        Assert.Equal(QosSpec.Voice, voice.Flow!.AcceptedQos);
        net.Run(2);
        voice.Forget();
        net.Run(5);
        Duration alone = voice.Delay(99);
        net.Open(1, QosSpec.Raw with { Bandwidth = 6_000_000 }, 1400);
        net.Open(1, QosSpec.Raw, 1400);
        net.Run(3);
        voice.Forget();
        net.Run(10);
        net.Tell(voice);
        Assert.True(voice.Delay(99) <= alone + (net.PacketTime * 2), $"p99 {voice.Delay(99)}, {alone} alone, a packet {net.PacketTime}");
    }
}
