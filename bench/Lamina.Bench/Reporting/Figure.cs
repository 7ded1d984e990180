using Lamina.Bench.Measuring;
using Lamina.Spike.Measuring;

namespace Lamina.Bench.Reporting;

/// <summary>A figure over the rounds, and its ratio to the limit's of the same round.</summary>
/// <param name="Value">Median, least and most.</param>
/// <param name="Limit">The row that it is compared with; null: it is a limit itself.</param>
/// <param name="Ratio">To that row.</param>
internal sealed record Figure(Spread Value, string? Limit, Spread? Ratio)
{
    /// <summary>Null where the row has no samples for the question.</summary>
    public static Figure? Of(Row row, Question question, Func<Sample, double> select)
    {
        if (!row.Samples.TryGetValue(question, out List<Sample>? samples))
        {
            return null;
        }

        Row? limit = row.LimitOf?.Invoke(question);
        Spread? ratio = limit is not null && limit.Samples.TryGetValue(question, out List<Sample>? bare)
            ? Spread.Of(samples.Zip(bare, (sample, other) => select(sample) / select(other)))
            : null;
        return new Figure(Spread.Of(samples.Select(select)), limit?.Name, ratio);
    }
}
