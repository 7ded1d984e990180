using System.CommandLine;

namespace Lamina.Cli.Grammar;

/// <summary>
/// Keywords may be shortened to any beginning that only one command of their place has. What cannot be used yet counts: a
/// beginning must not change its meaning when it can.
/// </summary>
internal static class Abbreviation
{
    /// <summary>The words with every shortened keyword written out; what is not clear is left as it is.</summary>
    public static IReadOnlyList<string> Expand(Command root, IReadOnlyList<string> words)
    {
        WordWalk walk = new(root);
        List<string> whole = [];
        foreach (string word in words)
        {
            bool isKeyword = walk.IsCommandPlace && word.Length > 0 && word[0] != '-';
            string meant = isKeyword && Candidates(walk.Command, word) is [{ } only] ? only : word;
            whole.Add(meant);
            walk.Take(meant);
        }

        return whole;
    }

    /// <summary>The commands that begin like this; only itself where it is one.</summary>
    public static IReadOnlyList<string> Candidates(Command command, string beginning)
    {
        string[] found =
            [.. command.Subcommands.Select(verb => verb.Name).Where(name => name.StartsWith(beginning, StringComparison.Ordinal))];
        return found.Contains(beginning) ? [beginning] : found;
    }
}
