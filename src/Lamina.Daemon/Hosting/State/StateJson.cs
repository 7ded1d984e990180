using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lamina.Daemon.Hosting.State;

/// <summary>The JSON of the state directory. Fields of later versions are left alone.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(MachineRecord))]
[JsonSerializable(typeof(MemberRecords))]
internal sealed partial class StateJson : JsonSerializerContext;
