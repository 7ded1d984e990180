using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lamina.Cli.Doctor;

/// <summary>What `lamina doctor --json` prints.</summary>
internal sealed record DoctorDocument(IReadOnlyList<Finding> Findings)
{
    public string Schema { get; init; } = "lamina.doctor/1";
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DoctorDocument))]
internal sealed partial class DoctorJson : JsonSerializerContext;
