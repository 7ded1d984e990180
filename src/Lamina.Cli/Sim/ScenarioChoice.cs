using Lamina.Core;
using Lamina.Simulation.Scenarios;

namespace Lamina.Cli.Sim;

/// <summary>Finds the scenario that a word means: one of the catalogue, or a file.</summary>
internal static class ScenarioChoice
{
    private const long MaxFileLength = 1 << 20;

    /// <summary>How to make the scenario for a seed.</summary>
    public static Func<ulong, Scenario> Find(SimPlan plan)
    {
        string word = plan.Scenario;
        if (ScenarioCatalogue.All.FirstOrDefault(entry => entry.Name == word) is { } known)
        {
            return seed => known.Make(plan.Members ?? known.Members, seed);
        }

        if (File.Exists(word))
        {
            Scenario scenario = Read(word);
            Scenario scaled = plan.Members is { } members ? scenario.WithMembers(members) : scenario;
            return _ => scaled;
        }

        throw Unknown(word);
    }

    private static Scenario Read(string path)
    {
        try
        {
            long length = new FileInfo(path).Length;
            if (length > MaxFileLength)
            {
                throw new CommandException(ExitCode.Usage, $"{path} has {length} bytes; a scenario has at most {MaxFileLength}");
            }

            ScenarioParse parse = ScenarioFile.Parse(File.ReadAllText(path));
            if (parse.Scenario is { } scenario)
            {
                return scenario;
            }

            string count = parse.Mistakes.Count == 1 ? "a mistake" : $"{parse.Mistakes.Count} mistakes";
            throw new CommandException(ExitCode.Usage, $"{path} has {count}:\n  {string.Join("\n  ", parse.Mistakes)}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Usage, $"{path} cannot be read: {failure.Message}");
        }
    }

    private static CommandException Unknown(string word)
    {
        string[] names = [.. ScenarioCatalogue.All.Select(entry => entry.Name)];
        bool looksLikeFile = word.Contains('/', StringComparison.Ordinal) || word.EndsWith(".json", StringComparison.Ordinal);
        if (Directory.Exists(word))
        {
            return new CommandException(ExitCode.Usage, $"{word} is a directory; a scenario is a file", "lamina sim");
        }

        if (looksLikeFile)
        {
            return new CommandException(ExitCode.Usage, $"there is no file {word}", "lamina sim");
        }

        string known = $"there are {string.Join(", ", names)}, or a file";
        return Suggestion.Find(word, names) is { } near
            ? new CommandException(ExitCode.Usage, $"there is no scenario '{word}', did you mean '{near}'? ({known})", $"lamina sim {near}")
            : new CommandException(ExitCode.Usage, $"there is no scenario '{word}'; {known}", "lamina sim");
    }
}
