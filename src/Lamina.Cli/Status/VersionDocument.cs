using System.Text.Json.Serialization;

namespace Lamina.Cli.Status;

/// <summary>What `lamina version --json` prints.</summary>
/// <param name="Version">Of this program; a daemon says its own in its status.</param>
/// <param name="Runtime">The .NET that it runs on.</param>
/// <param name="System">The operating system and processor.</param>
public sealed record VersionDocument(string Version, string Runtime, string System)
{
    public string Schema { get; init; } = "lamina.version/1";
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(VersionDocument))]
internal sealed partial class VersionJson : JsonSerializerContext;
