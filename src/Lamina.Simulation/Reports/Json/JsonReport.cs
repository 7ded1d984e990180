using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lamina.Simulation.Reports.Json;

/// <summary>A report for programs.</summary>
public static class JsonReport
{
    /// <summary>One run, as <c>lamina.sim/1</c>, in one line.</summary>
    public static string Write(RunReport report) =>
        JsonSerializer.Serialize(ReportDocument.Of(report), ReportJson.Default.ReportDocument);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReportDocument))]
internal sealed partial class ReportJson : JsonSerializerContext;
