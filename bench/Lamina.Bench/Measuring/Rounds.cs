using Lamina.Spike.Measuring;

namespace Lamina.Bench.Measuring;

/// <summary>Everything once per round, forwards and backwards in turn: what drifts in the machine hits all alike.</summary>
internal static class Rounds
{
    public static async Task RunAsync(IReadOnlyList<Row> rows, BenchOptions options, Action<int> progress)
    {
        List<(Row Row, Question Question, IMeasured Measured)> all = [];
        try
        {
            // Question by question, so that a row stands beside its limit in time.
            foreach (Question question in Enum.GetValues<Question>().Where(options.Asks))
            {
                foreach (Row row in rows)
                {
                    if (await row.TryOpenAsync(question) is { } measured)
                    {
                        all.Add((row, question, measured));
                        row.Samples[question] = [];
                    }
                }
            }

            TimeSpan length = TimeSpan.FromSeconds(options.Seconds);
            for (int round = 0; round <= options.Rounds; round++)
            {
                progress(round);
                for (int i = 0; i < all.Count; i++)
                {
                    (Row row, Question question, IMeasured measured) = all[round % 2 == 0 ? i : all.Count - 1 - i];
                    Sample sample = measured.Measure(length);
                    // The first round warms up.
                    if (round > 0)
                    {
                        row.Samples[question].Add(sample);
                    }
                }
            }
        }
        finally
        {
            foreach ((_, _, IMeasured measured) in all)
            {
                measured.Dispose();
            }
        }
    }
}
