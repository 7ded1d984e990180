using Lamina.Bench.Measuring;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Flows;

/// <summary>What the other end of a flow does until the flow ends, with blocking calls: echo, or count.</summary>
internal static unsafe class ServingEnd
{
    public static void Run(Flow flow, Question question, Board board)
    {
        if (question == Question.RoundTrip)
        {
            Echo(flow);
        }
        else
        {
            Count(flow, MessageShape.Of(question), board);
        }
    }

    private static void Echo(Flow flow)
    {
        byte[] buffer = new byte[MessageShape.Short];
        while (!flow.Read(buffer).IsEndOfFlow)
        {
            flow.Write(buffer);
        }
    }

    private static void Count(Flow flow, MessageShape shape, Board board)
    {
        byte[] source = Shape.Source();
        byte[] buffer = new byte[shape.Length];
        ulong messages = 0;
        while (flow.Read(buffer) is { IsEndOfFlow: false } read)
        {
            // The flow's own checksum says that it is intact: the limit compares nothing either.
            if (read.Length != shape.Length || buffer[^1] != source[shape.Length - 1])
            {
                throw new InvalidOperationException("a message is not what was written");
            }

            messages++;
            Volatile.Write(ref *board.Intact, messages * (ulong)shape.Packets);
            Volatile.Write(ref *board.Bytes, messages * (ulong)shape.Length);
        }
    }
}
