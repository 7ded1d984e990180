using Lamina.Bench.Measuring;
using Lamina.Spike.Flow;
using Lamina.Spike.Measuring;

namespace Lamina.Bench.Flows;

/// <summary>Some work, over some way.</summary>
internal static class FlowMeasured
{
    public static async Task<IMeasured> OpenTripsAsync(Connect connect, bool isBusy = false)
    {
        Work work = isBusy ? Work.BusyRoundTrip : Work.RoundTrip;
        using var board = Board.Create();
        return new FlowTrips(await connect(work, board), work);
    }

    public static async Task<IMeasured> OpenOneWayAsync(Connect connect, Work work, Func<Sample, double[]> figures) =>
        new OneWay(await FlowPipeline.OpenAsync(work, connect), figures);
}
