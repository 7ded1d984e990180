using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lamina.Cli.Tools.Ping;

/// <summary>What `lamina ping --json` prints at its end. Times in milliseconds; absent where nothing was received.</summary>
public sealed record PingDocument(
    string Name,
    int Size,
    int Transmitted,
    int Received,
    int OutOfOrder,
    double LossPercent,
    double TimeMs,
    double? RttMinMs,
    double? RttAvgMs,
    double? RttMaxMs,
    double? RttMdevMs)
{
    public string Schema { get; init; } = "lamina.ping/1";

    internal static string Write(string name, int size, PingStatistics ping, double totalMs)
    {
        bool any = ping.Received > 0;
        PingDocument document = new(
            name,
            size,
            ping.Sent,
            ping.Received,
            ping.OutOfOrder,
            ping.LossPercent,
            totalMs,
            any ? ping.MinMs : null,
            any ? ping.AverageMs : null,
            any ? ping.MaxMs : null,
            any ? ping.DeviationMs : null);
        return JsonSerializer.Serialize(document, PingJson.Default.PingDocument);
    }
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PingDocument))]
internal sealed partial class PingJson : JsonSerializerContext;
