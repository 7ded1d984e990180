using System.Diagnostics;
using Lamina.Spike.Flow;
using Lamina.Spike.Pipelines;

namespace Lamina.Spike.Measuring;

/// <summary>Runs one pipeline for one round, and looks at its board while it runs.</summary>
internal static unsafe class Measurer
{
    private static readonly TimeSpan LeadIn = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(1);

    public static Sample Measure(Pipeline pipeline, TimeSpan length)
    {
        pipeline.Board.Tell(Board.Running);
        Thread.Sleep(LeadIn);
        var (bytes, packets, processor, start) = Look(pipeline);
        Thread.Sleep(length);
        var (bytesAfter, packetsAfter, processorAfter, end) = Look(pipeline);
        pipeline.Board.Tell(Board.Idle);
        Drain(pipeline.Board);

        var seconds = Stopwatch.GetElapsedTime(start, end).TotalSeconds;
        var count = (double)(packetsAfter - packets);
        return new Sample(
            (bytesAfter - bytes) * 8 / seconds / 1e9,
            count / seconds,
            (processorAfter - processor).TotalNanoseconds / count);
    }

    private static (ulong Bytes, ulong Packets, TimeSpan Processor, long Time) Look(Pipeline pipeline) =>
        (Volatile.Read(ref *pipeline.Board.Bytes), Volatile.Read(ref *pipeline.Board.Intact), pipeline.ProcessorTime,
            Stopwatch.GetTimestamp());

    /// <summary>Until nothing arrives any more: the next pipeline gets the machine for itself.</summary>
    private static void Drain(Board board)
    {
        var since = Stopwatch.GetTimestamp();
        ulong before;
        do
        {
            before = Volatile.Read(ref *board.Bytes);
            Thread.Sleep(10);
        }
        while (Volatile.Read(ref *board.Bytes) != before && Stopwatch.GetElapsedTime(since) < DrainLimit);
    }
}
