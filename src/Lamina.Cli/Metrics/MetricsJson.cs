using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lamina.Cli.Metrics;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(MetricsDocument))]
internal sealed partial class MetricsJson : JsonSerializerContext;
