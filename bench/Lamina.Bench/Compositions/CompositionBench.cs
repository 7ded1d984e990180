using System.Diagnostics;
using System.Globalization;
using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Wire.Offers;

namespace Lamina.Bench.Compositions;

/// <summary>
/// What it costs that the way of a flow's packets is a composition of elements, and not code for the case at hand: the same trains through
/// both, down and up, in interleaved rounds.
/// </summary>
internal static class CompositionBench
{
    public const string Command = "composition";

    private const int Rounds = 60;
    private const int Room = 64;

    private static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(100);

    public static void Run()
    {
        Console.WriteLine($"{"train",-28}{"composed, ns",16}{"by hand, ns",16}{"difference",14}");
        foreach ((int count, int length) in ((int, int)[])[(1, 64), (1, 1424), (8, 1424), (44, 1424)])
        {
            Compare($"{count} x {length} B, checked", count, length, [new ElementSpec(ElementId.Integrity)]);
            Compare($"{count} x {length} B, unchecked", count, length, []);
        }
    }

    private static void Compare(string name, int count, int length, ElementSpec[] elements)
    {
        var context = new MachineContext(new PacketPool(), new SeededRandom(1));
        var counters = new FlowEndCounters();
        var composed = new ComposedWay(new PacketPath(
            context, new LastTrain(), ElementFactory.PacketElements(new Composition(elements), null, counters), counters, int.MaxValue));
        IPacketWay byHand = elements.Length > 0 ? new CheckedByHand(new LastTrain()) : new UncheckedByHand(new LastTrain());
        Train train = Make(context.Pool, count, length);
        var times = new List<(double Composed, double ByHand)>();
        for (int round = 0; round < Rounds; round++)
        {
            bool isComposedFirst = round % 2 == 0;
            double first = Measure(isComposedFirst ? composed : byHand, train);
            double second = Measure(isComposedFirst ? byHand : composed, train);
            if (round >= Rounds / 6)
            {
                times.Add(isComposedFirst ? (first, second) : (second, first));
            }
        }

        double ours = Median(times.Select(pair => pair.Composed));
        double theirs = Median(times.Select(pair => pair.ByHand));
        double ratio = Median(times.Select(pair => pair.Composed / pair.ByHand));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name,-28}{ours,16:F1}{theirs,16:F1}{ratio - 1,14:+0.0%;-0.0%}"));
    }

    private static double Measure(IPacketWay way, in Train train)
    {
        long trips = 0;
        long begin = Stopwatch.GetTimestamp();
        long end = begin + (long)(RoundTime.TotalSeconds * Stopwatch.Frequency);
        long now;
        do
        {
            for (int i = 0; i < 64; i++)
            {
                if (way.Trip(train) == 0)
                {
                    throw new InvalidOperationException("a train did not come through");
                }
            }

            trips += 64;
            now = Stopwatch.GetTimestamp();
        }
        while (now < end);
        return (now - begin) * 1e9 / Stopwatch.Frequency / trips;
    }

    private static Train Make(PacketPool pool, int count, int length)
    {
        int stride = Room + length;
        pool.TryRent(count * stride, out PacketBuffer buffer);
        new SeededRandom(2).Fill(buffer.Span);
        return new Train
        {
            Buffer = buffer,
            Offset = Room,
            Stride = stride,
            Length = length,
            LastLength = length,
            Count = count,
            HeadRoom = Room,
        };
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
