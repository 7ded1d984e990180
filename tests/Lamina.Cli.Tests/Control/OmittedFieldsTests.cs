using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Tests.Control;

/// <summary>A field that is null is not written, and one without a default must be there when read: so none may be both.</summary>
public class OmittedFieldsTests
{
    [Fact]
    public void A_trace_to_a_place_without_a_way_can_be_read()
    {
        var report = new TraceReport("hello", "data", "noWay", [], [new TraceServerEntry("7", Cost: null)], []);
        string json = JsonSerializer.Serialize(report, ControlJson.Default.TraceReport);
        Assert.Null(JsonSerializer.Deserialize(json, ControlJson.Default.TraceReport)!.Servers.Single().Cost);
    }

    [Fact]
    public void What_may_be_null_has_a_default_or_is_always_written()
    {
        var nullability = new NullabilityInfoContext();
        IEnumerable<string> wrong =
            from type in typeof(ControlJson).Assembly.GetExportedTypes()
            where type.Namespace == typeof(ControlJson).Namespace && type.GetMethod("<Clone>$") is not null
            from parameter in type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
            where !parameter.HasDefaultValue
                && type.GetProperty(parameter.Name!)?.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition != JsonIgnoreCondition.Never
                && nullability.Create(parameter).ReadState == NullabilityState.Nullable
            select $"{type.Name}.{parameter.Name}";
        Assert.Empty(wrong);
    }
}
