using System.Diagnostics;

namespace Lamina.Bench.Handshakes;

/// <summary>Something that is done again and again by one thread, and how long it takes.</summary>
/// <param name="name">For people.</param>
/// <param name="limitOf">What it is compared with: the same without anything around it; null: it is that.</param>
/// <param name="make">Prepares so many of them, which is not measured, and gives what does them all.</param>
internal sealed class Work(string name, Work? limitOf, Func<int, Action> make)
{
    private const int AtATime = 64;

    private readonly List<double> _times = [];

    public string Name => name;

    /// <summary>Seconds for each, the middle of all rounds.</summary>
    public double Time => _times.Order().ElementAt(_times.Count / 2);

    /// <summary>How much longer than what it is compared with; null where it is not.</summary>
    public double? Ratio => limitOf is null ? null : Time / limitOf.Time;

    /// <summary>Does it for a while.</summary>
    /// <param name="length">How long, at least.</param>
    /// <param name="counts">False: it only warms up.</param>
    public void Measure(TimeSpan length, bool counts)
    {
        TimeSpan taken = default;
        int done = 0;
        while (taken < length)
        {
            Action all = make(AtATime);
            long start = Stopwatch.GetTimestamp();
            all();
            taken += Stopwatch.GetElapsedTime(start);
            done += AtATime;
        }

        if (counts)
        {
            _times.Add(taken.TotalSeconds / done);
        }
    }
}
