using System.Diagnostics;
using System.Globalization;

namespace Lamina.Peers.Measuring;

/// <summary>The same loop for everybody: a trip, a pause, and the mean of those after the first half second, when code is warm.</summary>
internal static class Trips
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(0.5);

    /// <summary>Prints microseconds.</summary>
    /// <param name="seconds">How long, after the warm-up.</param>
    /// <param name="trip">There and back; false: the way has gone.</param>
    /// <returns>An exit code.</returns>
    public static int Run(double seconds, Func<bool> trip)
    {
        var all = Stopwatch.StartNew();
        var taken = new Stopwatch();
        int count = 0;
        while (all.Elapsed.TotalSeconds < WarmUp.TotalSeconds + seconds)
        {
            bool counts = all.Elapsed > WarmUp;
            if (counts)
            {
                taken.Start();
            }

            if (!trip())
            {
                return 1;
            }

            taken.Stop();
            count += counts ? 1 : 0;
            Thread.Sleep(Pause);
        }

        Console.WriteLine((taken.Elapsed.TotalMicroseconds / Math.Max(1, count)).ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}
