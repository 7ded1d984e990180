using System.Text.Json.Serialization;

namespace Lamina.Cli.Authorities;

/// <summary>What `lamina layer-authority show --json` prints.</summary>
/// <param name="Authorities">The authorities of this host.</param>
internal sealed record AuthorityDocument(IReadOnlyList<AuthorityEntry> Authorities)
{
    public string Schema { get; init; } = "lamina.layer-authorities/1";
}

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AuthorityDocument))]
[JsonSerializable(typeof(IssuedDocument))]
internal sealed partial class AuthorityJson : JsonSerializerContext;
