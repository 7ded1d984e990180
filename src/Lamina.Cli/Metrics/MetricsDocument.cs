using System.Text.Json.Serialization;

namespace Lamina.Cli.Metrics;

/// <summary>What `lamina metrics --json` prints: every series with its value.</summary>
/// <param name="OpenMetrics">The text that the daemon gave; not in the document.</param>
public sealed record MetricsDocument([property: JsonIgnore] string OpenMetrics)
{
    public string Schema { get; init; } = "lamina.metrics/1";

    /// <summary>By name and labels, as the text spells them.</summary>
    public IReadOnlyDictionary<string, double> Series { get; init; } = Read(OpenMetrics);

    private static Dictionary<string, double> Read(string text) => text.Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .ToDictionary(
            line => line[..line.LastIndexOf(' ')],
            line => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), System.Globalization.CultureInfo.InvariantCulture));
}
