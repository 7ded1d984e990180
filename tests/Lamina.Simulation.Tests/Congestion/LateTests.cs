using Lamina.Core;
using Lamina.Ipc.Unicast.Scheduling;

namespace Lamina.Simulation.Tests.Congestion;

/// <summary>Voice and video that have waited for longer than they may are dropped, not delivered late.</summary>
public class LateTests
{
    [Theory]
    [InlineData("voice", "none")]
    [InlineData("video", "none")]
    [InlineData("voice", "delay")]
    public void More_of_a_class_than_the_link_carries_is_dropped_rather_than_late(string name, string policy)
    {
        Assert.True(QosNames.TryGet(name, out QosSpec qos));
        using var net = new Bottleneck(seed: 50, policy);
        (_, Sink one) = net.Open(0, qos, 1400);
        (_, Sink two) = net.Open(1, qos, 1400);
        net.Run(5);
        net.Tell(one, two);

        Assert.True(one.Rate + two.Rate > 8_500_000, "what is not late arrives");
        Duration most = Duration.FromMilliseconds(qos.Delay) + (net.PacketTime * 8);
        Assert.True(one.Delay(100) <= most && two.Delay(100) <= most, $"{one.Delay(100)}, {two.Delay(100)}");
        SchedulingClass which = name == "voice" ? SchedulingClass.Voice : SchedulingClass.Video;
        Assert.True(policy != "none" || net.Layers[0][2].Counters!.Scheduling[(int)which].Late > 0, "nothing was late");
    }

    [Fact]
    public void A_reserved_voice_flow_that_sends_too_much_is_dropped_rather_than_late()
    {
        using var net = new Bottleneck(seed: 51, "none", capacity: 9_000_000);
        QosSpec qos = QosSpec.Voice with { Bandwidth = 90_000 };
        (_, Sink voice) = net.Open(0, qos, 200);
        net.Open(1, QosSpec.Raw, 1400);
        net.Run(1);
        voice.Forget();
        net.Run(10);
        net.Tell(voice);

        Assert.InRange(voice.Rate, 60_000, 200_000);
        Assert.True(voice.Delay(100) <= Duration.FromMilliseconds(qos.Delay) + (net.PacketTime * 8), $"{voice.Delay(100)}");
    }
}
