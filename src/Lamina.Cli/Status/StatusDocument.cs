using System.Text.Json;
using System.Text.Json.Serialization;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Status;

/// <summary>What `lamina status --json` prints.</summary>
public sealed record StatusDocument(IReadOnlyList<StatusReport> Stacks)
{
    public string Schema { get; init; } = "lamina.stacks/1";
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StatusDocument))]
internal sealed partial class StatusJson : JsonSerializerContext;
