namespace Lamina.Cli.Sim;

/// <summary>A scenario that comes with the program.</summary>
/// <param name="Name">As a person types it.</param>
/// <param name="Sentence">What it shows.</param>
/// <param name="Members">Its members; absent where the seed decides.</param>
public sealed record ScenarioEntry(string Name, string Sentence, int? Members);
