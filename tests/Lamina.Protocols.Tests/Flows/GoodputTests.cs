using System.Globalization;
using Lamina.Core;
using Lamina.Protocols.Flows;

namespace Lamina.Protocols.Tests.Flows;

/// <summary>What a flow makes of a link of 100 Mbit/s, in virtual time: the payload of what arrives, as a part of the link's rate.</summary>
public class GoodputTests(ITestOutputHelper output)
{
    private const double Rate = 100e6;

    // The numbers of the whole grid: LAMINA_GRID_PACKETS=100000 prints it.
    private static readonly int GridPackets =
        int.Parse(Environment.GetEnvironmentVariable("LAMINA_GRID_PACKETS") ?? "0", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData(20, 0.01, 0, 1400, 0.93)]
    [InlineData(20, 0.05, 0, 1400, 0.85)]
    [InlineData(20, 0.2, 0, 1400, 0.65)]
    [InlineData(20, 0.01, 0, 60000, 0.90)]
    [InlineData(20, 0, 0.25, 1400, 0.93)]
    [InlineData(1, 0.01, 0.05, 1400, 0.93)]
    public void A_link_is_filled_whatever_it_does(int rtt, double loss, double reordering, int size, double least)
    {
        double part = Run(rtt, new LinkFaults { Loss = loss, Reordering = reordering }, size, packets: 20_000);
        Assert.True(part >= least, $"{part:0.000} of the link");
    }

    [Fact]
    public void A_long_path_is_filled_as_soon_as_the_windows_have_grown()
    {
        double part = Run(200, LinkFaults.None, 1400, packets: 40_000);
        Assert.True(part >= 0.96, $"{part:0.000} of the link");
    }

    [Fact]
    public void Credit_in_morsels_does_not_waste_the_memory_that_a_long_path_needs()
    {
        double part = Run(200, new LinkFaults { Loss = 0.01 }, 60_000, packets: 40_000);
        Assert.True(part >= 0.85, $"{part:0.000} of the link");
    }

    [Fact]
    public void Packets_that_overtake_each_other_are_hardly_ever_sent_again()
    {
        foreach (double reordering in (double[])[0.05, 0.25])
        {
            Pair pair = Make(20, new LinkFaults { Reordering = reordering }, 1400, 10_000);
            Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 10_000));
            FlowEndCounters counters = pair.A.Flow.Counters;
            output.WriteLine($"{reordering}: {counters.Retransmitted} sent again of {counters.Sent}, {counters.SpuriousRetransmissions} told as needless");
            Assert.True(counters.Retransmitted < counters.Sent / 50, $"{counters.Retransmitted} of {counters.Sent} sent again");
            Assert.True(counters.SpuriousRetransmissions > 0);
        }
    }

    [Fact]
    public void Acknowledgements_are_few_where_nothing_is_lost()
    {
        Pair pair = Make(20, LinkFaults.None, 1400, 10_000);
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == 10_000));
        Assert.True(pair.B.Flow.Counters.ControlSent < 600, $"{pair.B.Flow.Counters.ControlSent} acknowledgements of 10000 packets");
    }

    [Fact]
    public void Grid()
    {
        Assert.SkipWhen(GridPackets == 0, "LAMINA_GRID_PACKETS says how many packets a cell of the grid has");
        (string Name, LinkFaults Faults)[] faults =
        [
            ("loss 0", new()), ("loss 0.1%", new() { Loss = 0.001 }), ("loss 1%", new() { Loss = 0.01 }), ("loss 5%", new() { Loss = 0.05 }),
            ("loss 20%", new() { Loss = 0.2 }), ("burst 1% x 8", new() { Loss = 0.01, BurstLength = 8 }),
            ("reorder 5%", new() { Reordering = 0.05 }), ("reorder 25%", new() { Reordering = 0.25 }), ("twice 5%", new() { Duplication = 0.05 }),
            ("1%, 5%, 1%", new() { Loss = 0.01, Reordering = 0.05, Duplication = 0.01 }),
        ];
        foreach (int size in (int[])[1400, 60000])
        {
            foreach (int rtt in (int[])[1, 20, 200])
            {
                foreach ((string name, LinkFaults fault) in faults)
                {
                    output.WriteLine($"{size} B, {rtt} ms, {name}: {Run(rtt, fault, size, GridPackets):0.000}");
                }
            }
        }
    }

    private static Pair Make(int rtt, LinkFaults faults, int size, int messages)
    {
        var pair = new Pair(QosSpec.Data, 1, faults with { Rate = Rate, Latency = Duration.FromMicroseconds(rtt * 500) });
        byte[] message = new byte[size];
        for (int i = 0; i < messages; i++)
        {
            pair.A.Write(message);
        }

        return pair;
    }

    /// <summary>The part of the link in the second half of a transfer: what it is once the windows have grown.</summary>
    private double Run(int rtt, LinkFaults faults, int size, int packets)
    {
        int messages = packets * 1400 / size;
        Pair pair = Make(rtt, faults, size, messages);
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count >= messages / 2, 1000));
        Instant half = pair.Now;
        int before = pair.B.Messages.Count;
        Assert.True(pair.RunUntil(() => pair.B.Messages.Count == messages, 1000));
        double part = (messages - before) * 8.0 * size / (pair.Now - half).TotalSeconds / Rate;
        FlowEndCounters a = pair.A.Flow.Counters;
        output.WriteLine(
            $"{part:0.000} of the link; {a.Sent} sent, {a.Retransmitted} again, {pair.B.Flow.Counters.Duplicates} came twice, {a.Probes} probes, "
            + $"{a.Timeouts} time-outs, {pair.B.Flow.Counters.ControlSent} acknowledgements");
        return part;
    }
}
