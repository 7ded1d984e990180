namespace Lamina.Simulation.Scenarios;

/// <summary>A mistake in a scenario's file.</summary>
/// <param name="Path">Where: <c>$.events[2].kind</c>.</param>
/// <param name="Text">What is wrong, and what would be right.</param>
public sealed record ScenarioMistake(string Path, string Text)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Text}";
}
