using Lamina.Spike.Pipelines;

namespace Lamina.Spike.Measuring;

/// <summary>A pipeline's results over all rounds.</summary>
internal sealed unsafe record Row(
    string Name,
    Spread Gigabits,
    Spread KiloPackets,
    Spread ProcessorNanoseconds,
    Spread RatioToRaw,
    double? Goal,
    ulong Sent,
    ulong Lost,
    ulong Broken,
    ulong Stalls,
    IReadOnlyList<Sample> Samples)
{
    public static Row Of(Pipeline pipeline, double? goal, IReadOnlyList<Sample> samples, IReadOnlyList<Sample> raw)
    {
        var board = pipeline.Board;
        return new Row(
            pipeline.Name,
            Spread.Of(samples.Select(s => s.GigabitsPerSecond)),
            Spread.Of(samples.Select(s => s.PacketsPerSecond / 1e3)),
            Spread.Of(samples.Select(s => s.ProcessorNanosecondsPerPacket)),
            // Pairs: each round against the limit of the same round.
            Spread.Of(samples.Zip(raw, (s, r) => s.GigabitsPerSecond / r.GigabitsPerSecond)),
            goal,
            *board.Sent,
            *board.Lost,
            *board.Broken + (ulong)pipeline.Dropped,
            *board.Stalls,
            samples);
    }
}
