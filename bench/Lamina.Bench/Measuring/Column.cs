namespace Lamina.Bench.Measuring;

/// <summary>One figure of a family's rows.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit">In what.</param>
/// <param name="Digits">Behind the point.</param>
/// <param name="IsMore">More is better; ratios are then said in per cent.</param>
/// <param name="IsCompared">It has a ratio to the limit's; false where limits have no such figure.</param>
internal sealed record Column(string Name, string Unit, int Digits = 1, bool IsMore = false, bool IsCompared = true);
