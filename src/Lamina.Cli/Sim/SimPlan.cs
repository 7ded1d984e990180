namespace Lamina.Cli.Sim;

/// <summary>What was asked of `lamina sim`.</summary>
/// <param name="Scenario">Name or path, as it was typed.</param>
/// <param name="Seed">The first seed.</param>
/// <param name="Members">Another number of members; null: the scenario's.</param>
/// <param name="Json">JSON instead of text.</param>
internal sealed record SimPlan(string Scenario, ulong Seed, int? Members, bool Json)
{
    /// <summary>Where the trace goes; null: nowhere.</summary>
    public string? Trace { get; init; }

    /// <summary>Where the plots go; null: nowhere.</summary>
    public string? Svg { get; init; }

    /// <summary>The command that repeats a run and writes down what was sent.</summary>
    public string Replay(ulong seed)
    {
        string members = Members is { } count ? $" --members {count}" : "";
        string scenario = Path.GetFileNameWithoutExtension(Scenario);
        return $"{LaminaCommand.Name} sim {Quoted(Scenario)} --seed {seed}{members} --trace {Quoted(Trace ?? $"{scenario}-{seed}.pcapng")}";
    }

    private static string Quoted(string word) =>
        word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word;
}
