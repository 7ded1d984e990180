using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lamina.Daemon.Authorities;

/// <summary>The JSON of an authority's file. Fields of later versions are left alone.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AuthorityRecord))]
internal sealed partial class AuthorityJson : JsonSerializerContext;
