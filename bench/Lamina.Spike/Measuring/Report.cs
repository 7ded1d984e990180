using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Lamina.Spike.Measuring;

/// <summary>The results as a table for people and as JSON for programs.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static string Table(IEnumerable<Row> rows)
    {
        var text = new StringBuilder();
        text.AppendLine("| pipeline | Gbit/s (min..max) | kpps | CPU ns per packet | ratio to raw | goal | lost | broken | stalls |");
        text.AppendLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var row in rows)
        {
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {row.Name} | {Format(row.Gigabits, 1)} | {row.KiloPackets.Median:F0} | {Format(row.ProcessorNanoseconds, 0)} | {Percent(row.RatioToRaw)} | {Goal(row)} | {Loss(row)} | {row.Broken} | {row.Stalls} |");
        }
        return text.ToString();
    }

    public static string AsJson(SpikeOptions options, IEnumerable<Row> rows) =>
        JsonSerializer.Serialize(new { options.Rounds, options.Seconds, options.WindowTrains, Rows = rows }, Json);

    private static string Format(Spread spread, int digits) => string.Create(CultureInfo.InvariantCulture,
        $"{Math.Round(spread.Median, digits)} ({Math.Round(spread.Min, digits)}..{Math.Round(spread.Max, digits)})");

    private static string Percent(Spread spread) => string.Create(CultureInfo.InvariantCulture,
        $"{100 * spread.Median:F0} % ({100 * spread.Min:F0}..{100 * spread.Max:F0})");

    private static string Goal(Row row) => row.Goal is not { } goal
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"{100 * goal:F0} %, {(row.RatioToRaw.Median >= goal ? "met" : "missed")}");

    private static string Loss(Row row) => row.Lost == 0
        ? "0"
        : string.Create(CultureInfo.InvariantCulture, $"{row.Lost} of {row.Sent}");
}
