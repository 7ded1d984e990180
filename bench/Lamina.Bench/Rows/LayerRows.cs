using Lamina.Bench.Measuring;

namespace Lamina.Bench.Rows;

/// <summary>What each further layer costs: the slope of a straight line through the depths of a round.</summary>
internal static class LayerRows
{
    public static IReadOnlyList<Row> All(TripRows trips, GoodputRows goodput) =>
    [
        New("each further layer, data", goodput.OfData, trips.OfData, Bound.AtMost(300), Bound.AtMost(1, at: 1), Bound.AtLeast(70, at: 2)),
        New("each further layer, raw, a packet a write", goodput.OfRaw, trips.OfRaw, Bound.AtMost(1, at: 1)),
    ];

    private static Row New(string name, IReadOnlyList<Row> goodput, IReadOnlyList<Row> trips, params Bound[] bounds) => new(Family.Layers, name)
    {
        Sources = [.. goodput, .. trips],
        Bounds = bounds,
        Derive = round =>
        [
            Slope([.. goodput.Select(row => row.Samples[round][1])]),
            Slope([.. trips.Select(row => row.Samples[round][0])]),
            100 * goodput[2].Samples[round][0] / goodput[0].Samples[round][0],
        ],
    };

    // Least squares over depths 1, 2, 3 and so on.
    private static double Slope(double[] figures)
    {
        double depth = (figures.Length + 1) / 2.0;
        double mean = figures.Average();
        double above = 0;
        double below = 0;
        for (int i = 0; i < figures.Length; i++)
        {
            above += (i + 1 - depth) * (figures[i] - mean);
            below += (i + 1 - depth) * (i + 1 - depth);
        }

        return above / below;
    }
}
