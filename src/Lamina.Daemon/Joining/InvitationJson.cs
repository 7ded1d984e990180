using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lamina.Daemon.Joining;

/// <summary>The JSON of the book of invitations. Fields of later versions are left alone.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(InvitationRecords))]
internal sealed partial class InvitationJson : JsonSerializerContext;
