using System.Globalization;
using System.Text;
using Lamina.Node.Metrics;

namespace Lamina.Daemon.Metrics;

/// <summary>
/// OpenMetrics 1.0 (github.com/prometheus/OpenMetrics): families with TYPE, UNIT and HELP, a series on each line, and an end
/// that tells a whole text from a cut one.
/// </summary>
public static class OpenMetricsText
{
    public const string ContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    public static string Write(MetricSet set)
    {
        var text = new StringBuilder();
        foreach (MetricFamily family in set.Families)
        {
            WriteFamily(text, family);
        }

        return text.Append("# EOF\n").ToString();
    }

    private static void WriteFamily(StringBuilder text, MetricFamily family)
    {
        text.Append("# TYPE ").Append(family.Name).Append(' ').Append(family.Kind.ToString().ToLowerInvariant()).Append('\n');
        if (family.Unit.Length > 0)
        {
            text.Append("# UNIT ").Append(family.Name).Append(' ').Append(family.Unit).Append('\n');
        }

        text.Append("# HELP ").Append(family.Name).Append(' ').Append(Escape(family.Help)).Append('\n');
        string suffix = family.Kind switch
        {
            MetricKind.Counter => "_total",
            MetricKind.Info => "_info",
            _ => "",
        };
        foreach (MetricSample sample in family.Samples)
        {
            text.Append(family.Name).Append(suffix);
            WriteLabels(text, sample.Labels);
            text.Append(' ').Append(sample.Value.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }
    }

    private static void WriteLabels(StringBuilder text, IReadOnlyList<KeyValuePair<string, string>> labels)
    {
        if (labels.Count == 0)
        {
            return;
        }

        text.Append('{');
        for (int i = 0; i < labels.Count; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(labels[i].Key).Append("=\"").Append(Escape(labels[i].Value)).Append('"');
        }

        text.Append('}');
    }

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
