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
        Print(net, one, two);

        double sum = one.Rate + two.Rate;
        Assert.InRange(one.Rate / sum, 0.475, 0.525);
        Assert.True(sum > 9_000_000, $"{sum / 1e6:0.00} Mbit/s");
        first.Stop();
        second.Stop();
        net.Run(40);
        net.Lab.AssertCleanEnd();
    }

    private static void Print(Bottleneck net, params Sink[] sinks)
    {
        foreach (Sink sink in sinks)
        {
            TestContext.Current.TestOutputHelper!.WriteLine($"{sink.Rate / 1e6:0.000} Mbit/s, p50 {sink.Delay(50)}, p99 {sink.Delay(99)}");
        }

        foreach (var layer in net.Layers)
        {
            foreach (var member in layer)
            {
                SchedulingCounters c = member.Counters!.Scheduling[3];
                TestContext.Current.TestOutputHelper!.WriteLine($"{member.Name}: waited {c.Waited} marked {c.Marked} dropped {c.Dropped} late {c.Late} most {c.MostBytes} reports {member.Counters.Congestion.ReportsReceived} silences {member.Counters.Congestion.Silences}");
            }
        }

        foreach (var host in net.Lab.Hosts)
        {
            foreach (var udp in host.Irm.Processes.InLayer("udp").OfType<Lamina.Ipc.Udp.UdpIpcProcess>())
            {
                TestContext.Current.TestOutputHelper!.WriteLine($"{host.Name}: waited pieces {udp.Counters.SentInPieces} shrunk {udp.Counters.PathsShrunk} probes {udp.Counters.ProbesSent}");
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"link: {net.Links[2].ForthCounters.Sent} dropped {net.Links[2].ForthCounters.Dropped}");
    }
}
