
namespace Lamina.Bench.Measuring;

/// <summary>A line of the table, and what it gave.</summary>
/// <param name="family">What it is asked.</param>
/// <param name="name">For people.</param>
internal sealed class Row(Family family, string name)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly List<double[]> _slices = [];

    public Family Family { get; } = family;

    public string Name { get; } = name;

    /// <summary>The row of the same family that it is compared with; null: it is a limit itself, or has none.</summary>
    public Row? Limit { get; init; }

    public IReadOnlyList<Bound> Bounds { get; init; } = [];

    /// <summary>Measured in the first round alone.</summary>
    public bool IsOnce { get; init; }

    /// <summary>Measured in one piece where others come in slices: what needs more than a slice to find its pace.</summary>
    public bool IsWhole { get; init; }

    /// <summary>What is measured; null: it is derived.</summary>
    public Func<Task<IMeasured>>? Open { get; init; }

    /// <summary>The rows that <see cref="Derive"/> looks at.</summary>
    public IReadOnlyList<Row> Sources { get; init; } = [];

    /// <summary>The figures of a round, from those of other rows; not a number where there is none.</summary>
    public Func<int, double[]>? Derive { get; init; }

    /// <summary>What it gave, round by round: a figure for each column.</summary>
    public List<double[]> Samples { get; } = [];

    /// <summary>Why it has no figures; null: it has.</summary>
    public string? Failure { get; private set; }

    /// <summary>Opens it; null: it cannot run, or need not.</summary>
    public async Task<IMeasured?> TryOpenAsync()
    {
        try
        {
            return Open is null ? null : await Open();
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            Failure = failure.Message;
            return null;
        }
    }

    /// <summary>A slice of a round; false: it broke, and is not asked again.</summary>
    public bool TryMeasure(IMeasured measured, TimeSpan length, bool counts)
    {
        try
        {
            double[] figures = measured.Measure(length);
            // Nothing in a short round tells of a busy machine only; nothing in long ones of a way that is broken.
            while (!figures.All(double.IsFinite) && length < Longest)
            {
                length *= 4;
                figures = measured.Measure(length);
            }

            if (!figures.All(double.IsFinite))
            {
                Failure = $"nothing came through in {length.TotalSeconds:0.#} s";
            }
            else if (counts)
            {
                _slices.Add(figures);
            }
        }
        catch (Exception failure) when (IsExpected(failure))
        {
            Failure = failure.Message;
        }

        return Failure is null;
    }

    /// <summary>Makes the slices that counted a sample: for each column the one in the middle.</summary>
    public void EndRound()
    {
        if (_slices.Count > 0 && Failure is null)
        {
            Samples.Add([.. _slices[0].Select((_, column) => _slices.Select(slice => slice[column]).Order().ElementAt(_slices.Count / 2))]);
        }

        _slices.Clear();
    }

    /// <summary>Computes the figures of a derived row.</summary>
    public void DeriveSamples()
    {
        if (Derive is null)
        {
            return;
        }

        Failure = Sources.FirstOrDefault(row => row.Failure is not null || row.Samples.Count == 0) is { } missing ? $"without '{missing.Name}'" : null;
        int rounds = Failure is null ? Sources.Min(row => row.Samples.Count) : 0;
        Samples.AddRange(Enumerable.Range(0, rounds).Select(Derive));
    }

    private static bool IsExpected(Exception failure) => failure is IOException or InvalidOperationException or OperationCanceledException or LaminaException
        or TimeoutException or UnauthorizedAccessException or System.Net.Sockets.SocketException or System.ComponentModel.Win32Exception;
}
