using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lamina.Cli.Tools.Echo;

/// <summary>What `lamina echo NAME MESSAGE --json` prints.</summary>
public sealed record EchoDocument(string Name, string Message, string Answer)
{
    public string Schema { get; init; } = "lamina.echo/1";
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(EchoDocument))]
internal sealed partial class EchoJson : JsonSerializerContext;
