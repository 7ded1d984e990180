using Lamina.Bench.Measuring;
using Lamina.Spike.Measuring;

namespace Lamina.Bench.Reporting;

/// <summary>One column of a row, over the rounds.</summary>
/// <param name="Column">What it is.</param>
/// <param name="Unit">In what.</param>
/// <param name="Value">Median, least and most.</param>
/// <param name="Ratio">To the limit's of the same round; null: there is no limit, or it did not run.</param>
/// <param name="Bound">What it must keep, for people; null: nothing.</param>
/// <param name="IsMet">Whether the median does.</param>
internal sealed record Figure(string Column, string Unit, Spread Value, Spread? Ratio, string? Bound, bool? IsMet)
{
    public static Figure Of(Row row, int at)
    {
        Column column = row.Family.Columns[at];
        Spread value = Spread.Of(row.Samples.Select(sample => sample[at]));
        Spread? ratio = column.IsCompared && row.Limit is { Samples.Count: > 0, Failure: null } limit
            ? Spread.Of(row.Samples.Zip(limit.Samples, (sample, bare) => sample[at] / bare[at]))
            : null;
        Bound? bound = row.Bounds.FirstOrDefault(bound => bound.At == at);
        double? bounded = bound is { IsRatio: true } ? ratio?.Median : value.Median;
        return new Figure(
            column.Name, column.Unit, value, ratio, bound?.Say(column), bound is null || bounded is null ? null : bound.IsMetBy(bounded.Value));
    }
}
