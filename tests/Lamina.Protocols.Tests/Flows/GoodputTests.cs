using System.Diagnostics;
using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>What a flow makes of a link of 100 Mbit/s, in virtual time.</summary>
public class GoodputTests(ITestOutputHelper output)
{
    private const double Rate = 100e6;

    [Fact]
    public void Grid()
    {
        int packets = int.Parse(Environment.GetEnvironmentVariable("PACKETS") ?? "20000", System.Globalization.CultureInfo.InvariantCulture);
        foreach (int rtt in (int[])[1, 20, 200])
        {
            foreach (double loss in (double[])[0, 0.001, 0.01, 0.05, 0.2])
            {
                Run($"rtt {rtt} loss {loss}", rtt, new LinkFaults { Loss = loss }, packets);
            }

            Run($"rtt {rtt} reorder 5%", rtt, new LinkFaults { Reordering = 0.05 }, packets);
            Run($"rtt {rtt} reorder 25%", rtt, new LinkFaults { Reordering = 0.25 }, packets);
            Run($"rtt {rtt} dup 5%", rtt, new LinkFaults { Duplication = 0.05 }, packets);
            Run($"rtt {rtt} burst 1%x8", rtt, new LinkFaults { Loss = 0.01, BurstLength = 8 }, packets);
            Run($"rtt {rtt} loss 1% reorder 5% dup 1%", rtt, new LinkFaults { Loss = 0.01, Reordering = 0.05, Duplication = 0.01 }, packets);
        }
    }

    private void Run(string what, int rtt, LinkFaults faults, int packets)
    {
        var start = Stopwatch.GetTimestamp();
        var pair = new Pair(QosSpec.Data, 1, faults with { Rate = Rate, Latency = Duration.FromMicroseconds(rtt * 500) });
        pair.A.WritesWhenTold = false;
        byte[] message = new byte[1400];
        for (int i = 0; i < packets; i++)
        {
            pair.A.Write(message);
        }

        Instant begin = pair.Now;
        bool done = pair.RunUntil(() => pair.B.Messages.Count == packets, 1000);
        double seconds = (pair.Now - begin).TotalSeconds;
        FlowEndCounters a = pair.A.Flow.Counters;
        output.WriteLine(
            $"{what,-36} {(done ? "" : "NOT DONE ")}{packets * 1400.0 * 8 / seconds / Rate:0.000} of the link; {a.Sent} sent {a.Retransmitted} again, "
            + $"{pair.B.Flow.Counters.Duplicates} twice, {a.Timeouts} time-outs, {pair.B.Flow.Counters.ControlSent} acks, {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s");
    }
}
