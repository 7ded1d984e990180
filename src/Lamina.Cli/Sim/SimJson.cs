using System.Text.Json;
using System.Text.Json.Serialization;
using Lamina.Cli.Sim.Transport;

namespace Lamina.Cli.Sim;

/// <summary>The documents of `lamina sim`.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScenariosDocument))]
[JsonSerializable(typeof(RunsDocument))]
[JsonSerializable(typeof(TransportDocument))]
internal sealed partial class SimJson : JsonSerializerContext;
