using System.Text;

namespace Lamina.Simulation.Reports.Plots;

/// <summary>The way of a series across a panel.</summary>
internal static class Curve
{
    /// <summary>The data of an SVG path.</summary>
    /// <param name="points">The points, finite, x ascending.</param>
    /// <param name="x">The axis to the right.</param>
    /// <param name="y">The axis upwards.</param>
    /// <param name="isStep">A figure holds until the next one: what was measured over time. Otherwise straight lines.</param>
    public static string Path(IReadOnlyList<(double X, double Y)> points, Axis x, Axis y, bool isStep)
    {
        StringBuilder path = new();
        foreach ((double px, double py) in Thin([.. points.Select(point => (x.Place(point.X), y.Place(point.Y)))]))
        {
            if (path.Length == 0)
            {
                path.Append('M').Append(SvgNumber.Text(px)).Append(' ').Append(SvgNumber.Text(py));
            }
            else if (isStep)
            {
                path.Append('H').Append(SvgNumber.Text(px)).Append('V').Append(SvgNumber.Text(py));
            }
            else
            {
                path.Append('L').Append(SvgNumber.Text(px)).Append(' ').Append(SvgNumber.Text(py));
            }
        }

        return path.ToString();
    }

    // Of the points that share a column of the drawing four can be seen: the first, the extremes, the last.
    private static IEnumerable<(double X, double Y)> Thin(IReadOnlyList<(double X, double Y)> points)
    {
        const int Seen = 4;
        for (int first = 0; first < points.Count;)
        {
            int end = first + 1;
            int low = first;
            int high = first;
            while (end < points.Count && Math.Floor(points[end].X) == Math.Floor(points[first].X))
            {
                low = points[end].Y < points[low].Y ? end : low;
                high = points[end].Y > points[high].Y ? end : high;
                end++;
            }

            IEnumerable<int> kept = end - first <= Seen
                ? Enumerable.Range(first, end - first)
                : new[] { first, low, high, end - 1 }.Distinct().Order();
            foreach (int index in kept)
            {
                yield return points[index];
            }

            first = end;
        }
    }
}
