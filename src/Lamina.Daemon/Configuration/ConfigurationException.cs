using Lamina.Core;

namespace Lamina.Daemon.Configuration;

/// <summary>A configuration is wrong, or cannot be applied; nothing of it is in force.</summary>
/// <param name="outcome">What failed and why, with the place in the file.</param>
/// <param name="mistakes">Where the file is wrong: each mistake with its place.</param>
public sealed class ConfigurationException(Outcome outcome, IReadOnlyList<string> mistakes) : Exception(outcome.Message)
{
    /// <summary>A wrong file.</summary>
    public ConfigurationException(ConfigurationFile file)
        : this(
            Outcome.Usage(
                file.Mistakes.Count == 1 ? $"{file.Path} has a mistake" : $"{file.Path} has {file.Mistakes.Count} mistakes",
                $"lamina daemon --config {file.Path} --check, once it is corrected"),
            [.. file.Mistakes.Select(mistake => mistake.Describe(file.Path))])
    {
    }

    /// <summary>What failed.</summary>
    public Outcome Outcome { get; } = outcome;

    /// <summary>Each mistake of the file.</summary>
    public IReadOnlyList<string> Mistakes { get; } = mistakes;
}
