using System.Text.Json;
using System.Text.Json.Serialization;
using Lamina.Cli.Doctor;
using Lamina.Cli.Doctor.Facts;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Status;

/// <summary>What `lamina status --json` prints.</summary>
/// <param name="Stacks">What each stack says.</param>
/// <param name="Layers">Of each IPC process that keeps account: members and adjacencies.</param>
/// <param name="Health">Of each stack that says how it is.</param>
/// <param name="Findings">What is wrong; `lamina doctor` says more.</param>
internal sealed record StatusDocument(
    IReadOnlyList<StatusReport> Stacks, IReadOnlyList<LayerSummary> Layers, IReadOnlyList<StackHealth> Health, IReadOnlyList<Finding> Findings)
{
    public string Schema { get; init; } = "lamina.stacks/1";

    public static StatusDocument Of(IReadOnlyList<StackFacts> stacks, IReadOnlyList<Finding> findings) => new(
        [.. stacks.Select(stack => stack.Status!)],
        [.. stacks.SelectMany(stack => stack.Processes.Select(process => LayerSummary.Of(stack.Paths.Name, process)))],
        [.. stacks.Select(StackHealth.Of).OfType<StackHealth>()],
        findings);
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StatusDocument))]
internal sealed partial class StatusJson : JsonSerializerContext;
