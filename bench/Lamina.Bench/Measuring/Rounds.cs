namespace Lamina.Bench.Measuring;

/// <summary>Everything of a family once per round, forwards and backwards in turn: what drifts in the machine hits all alike.</summary>
internal static class Rounds
{
    /// <summary>A family after the other; what is open is closed when it is asked to stop.</summary>
    public static async Task RunAsync(IReadOnlyList<Row> rows, BenchOptions options, Action<string> progress, CancellationToken stop)
    {
        foreach (Family family in Family.All)
        {
            Row[] asked = [.. rows.Where(row => row.Family == family)];
            if (asked.Length > 0 && !stop.IsCancellationRequested)
            {
                await RunAsync(family, asked, options, progress, stop);
            }

            foreach (Row row in asked)
            {
                row.DeriveSamples();
            }
        }
    }

    private static async Task RunAsync(Family family, Row[] rows, BenchOptions options, Action<string> progress, CancellationToken stop)
    {
        List<(Row Row, IMeasured Measured)> open = [];
        try
        {
            foreach (Row row in rows.Where(row => !row.IsOnce))
            {
                if (!stop.IsCancellationRequested && await row.TryOpenAsync() is { } measured)
                {
                    open.Add((row, measured));
                }
            }

            // The first round warms up.
            for (int round = 0; open.Count > 0 && round <= options.Rounds && !stop.IsCancellationRequested; round++)
            {
                progress($"{family.Key}: {(round == 0 ? "warming up" : $"round {round} of {options.Rounds}")}");
                Measure(open, options, round, stop);
            }
        }
        finally
        {
            foreach ((_, IMeasured measured) in open)
            {
                measured.Dispose();
            }
        }

        foreach (Row row in rows.Where(row => row.IsOnce && !stop.IsCancellationRequested))
        {
            progress($"{family.Key}: {row.Name}");
            using IMeasured? measured = await row.TryOpenAsync();
            if (measured is not null)
            {
                row.TryMeasure(measured, TimeSpan.FromSeconds(options.Seconds), counts: true);
                row.EndRound();
            }
        }
    }

    private static void Measure(List<(Row Row, IMeasured Measured)> open, BenchOptions options, int round, CancellationToken stop)
    {
        int slices = open[0].Row.Family.Slices;
        for (int slice = 0; slice < slices; slice++)
        {
            for (int i = 0; i < open.Count && !stop.IsCancellationRequested; i++)
            {
                (Row row, IMeasured measured) = open[(round + slice) % 2 == 0 ? i : open.Count - 1 - i];
                if (row.Failure is null && (slice == 0 || !row.IsWhole))
                {
                    row.TryMeasure(measured, TimeSpan.FromSeconds(row.IsWhole ? options.Seconds : options.Seconds / slices), counts: round > 0);
                }
            }
        }

        foreach ((Row row, _) in open)
        {
            row.EndRound();
        }
    }
}
