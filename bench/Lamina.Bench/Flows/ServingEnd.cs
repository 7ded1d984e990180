using Lamina.Bench.Measuring;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Flows;

/// <summary>What the other end of a flow does until the flow ends: echo, or count.</summary>
internal static unsafe class ServingEnd
{
    /// <summary>On a thread of its own.</summary>
    public static Task Start(Flow flow, Work work, Board board) => Task.Factory.StartNew(
        () => Run(flow, work, board), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Run(Flow flow, Work work, Board board)
    {
        try
        {
            switch (work.Kind)
            {
                case WorkKind.OneWay:
                    Count(flow, work, board);
                    break;
                default:
                    Echo(flow, work.Kind == WorkKind.BusyTrips);
                    break;
            }
        }
        catch (LaminaException failure)
        {
            // The other end was interrupted, or finds out by itself.
            Console.Error.WriteLine($"the serving end ended: {failure.Message}");
        }
    }

    private static void Echo(Flow flow, bool isBusy)
    {
        byte[] buffer = new byte[Work.ShortLength];
        while ((isBusy ? BusyRead.Read(flow, buffer) : flow.Read(buffer)) is { IsEndOfFlow: false })
        {
            flow.Write(buffer);
        }
    }

    private static void Count(Flow flow, Work work, Board board)
    {
        byte last = work.NewMessage()[^1];
        bool isLossy = flow.Qos.Loss > 0;
        byte[] buffer = new byte[work.Length];
        ulong messages = 0;
        while (flow.Read(buffer) is { IsEndOfFlow: false } read)
        {
            // The flow's own checksum says that it is intact: the limit compares nothing either.
            if (read.Length != work.Length || buffer[^1] != last)
            {
                // Where losses are allowed, part of a message counts for nothing.
                if (isLossy)
                {
                    continue;
                }

                throw new InvalidOperationException("a message is not what was written");
            }

            messages++;
            Volatile.Write(ref *board.Intact, messages * (ulong)work.Packets);
            Volatile.Write(ref *board.Bytes, messages * (ulong)work.Length);
        }
    }
}
