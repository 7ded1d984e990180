namespace Lamina.Cli.Sim;

/// <summary>What `lamina sim --json` prints: the scenarios that there are.</summary>
/// <param name="Scenarios">In the order in which a person meets them.</param>
public sealed record ScenariosDocument(IReadOnlyList<ScenarioEntry> Scenarios)
{
    public string Schema { get; init; } = "lamina.scenarios/1";
}
