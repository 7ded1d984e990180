using System.Text.Json.Nodes;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Show;

/// <summary>A report as text: one item as lines of "field value", several as a table.</summary>
internal static class ShowTable
{
    public static void Write(ShowReport report, TextWriter output, Style style)
    {
        if (report.Items.Count == 0)
        {
            output.WriteLine($"{report.Ipcp} has no {report.What}");
            return;
        }

        if (report.What is "info" or "stats" && report.Items.Count == 1)
        {
            WriteFields(report.Items[0], output, style);
            return;
        }

        string[] columns = [.. report.Items.SelectMany(item => item.Select(field => field.Key)).Distinct()];
        Table table = new([.. columns.Select(Words)]);
        foreach (JsonObject item in report.Items)
        {
            table.Add([.. columns.Select(column => Text(item[column]))]);
        }

        table.Write(output, style);
    }

    private static void WriteFields(JsonObject item, TextWriter output, Style style)
    {
        int width = item.Select(field => Words(field.Key).Length).DefaultIfEmpty(0).Max() + 2;
        foreach ((string key, JsonNode? value) in item)
        {
            output.WriteLine($"{style.Bold(Words(key).PadRight(width))}{Text(value)}");
        }
    }

    private static string Text(JsonNode? value) => value switch
    {
        null => "-",
        JsonArray array => array.Count == 0 ? "-" : string.Join(", ", array.Select(Text)),
        _ => value.ToString(),
    };

    /// <summary>"maxPacketSize" reads as "max packet size".</summary>
    private static string Words(string key) =>
        string.Concat(key.Select(c => char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));
}
