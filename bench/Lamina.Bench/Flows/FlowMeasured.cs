using Lamina.Bench.Measuring;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Flows;

/// <summary>A question, asked of a network.</summary>
internal static class FlowMeasured
{
    public static async Task<IMeasured?> OpenAsync(Question question, Func<Board, Task<Connection>> connect)
    {
        if (question != Question.RoundTrip)
        {
            return new OneWay(await FlowPipeline.OpenAsync(MessageShape.Of(question), connect));
        }

        using var board = Board.Create();
        return new FlowTrips(await connect(board));
    }
}
