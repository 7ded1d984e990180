using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lamina.Cli.Tools.Perf;

/// <summary>What `lamina perf --json` prints.</summary>
public sealed record PerfDocument(string Name, int Size, IReadOnlyList<PerfReport> Reports)
{
    public string Schema { get; init; } = "lamina.perf/1";
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PerfDocument))]
internal sealed partial class PerfJson : JsonSerializerContext;
