using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lamina.Cli.Sim;

/// <summary>What `lamina sim --json` prints: the scenarios that there are.</summary>
/// <param name="Scenarios">In the order in which a person meets them.</param>
public sealed record ScenariosDocument(IReadOnlyList<ScenarioEntry> Scenarios)
{
    public string Schema { get; init; } = "lamina.scenarios/1";
}

/// <summary>A scenario; members absent where the seed decides.</summary>
public sealed record ScenarioEntry(string Name, string Sentence, int? Members);

/// <summary>What `lamina sim SCENARIO --runs N --json` prints at its end.</summary>
/// <param name="Scenario">As it was typed.</param>
/// <param name="FirstSeed">The first seed.</param>
/// <param name="Runs">Runs that ended.</param>
/// <param name="Failed">Those in which an invariant did not hold.</param>
public sealed record RunsDocument(string Scenario, ulong FirstSeed, int Runs, IReadOnlyList<FailedRun> Failed)
{
    public string Schema { get; init; } = "lamina.sim.runs/1";
}

/// <summary>A run in which an invariant did not hold; the first that did not.</summary>
public sealed record FailedRun(ulong Seed, int Violations, string Invariant, double AtSeconds, string Text, string Replay);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScenariosDocument))]
[JsonSerializable(typeof(RunsDocument))]
internal sealed partial class SimJson : JsonSerializerContext;
