namespace Lamina.Simulation.Scenarios;

/// <summary>What a file says.</summary>
/// <param name="Scenario">The scenario; null where there are mistakes.</param>
/// <param name="Mistakes">All of them.</param>
public sealed record ScenarioParse(Scenario? Scenario, IReadOnlyList<ScenarioMistake> Mistakes);
