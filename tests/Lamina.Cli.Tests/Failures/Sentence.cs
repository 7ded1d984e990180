using System.Text.RegularExpressions;

namespace Lamina.Cli.Tests.Failures;

/// <summary>What every failure owes to a person: what failed and why, the next command, and nothing of the program's inside.</summary>
internal static partial class Sentence
{
    public static void Examine(string said, string sentence, string hint)
    {
        Assert.Contains(sentence, said);
        string[] lines = said.TrimEnd('\n').Split('\n');
        Assert.True(lines.Length == 2, said);
        Assert.StartsWith("lamina: ", lines[0]);
        Assert.StartsWith("  try: ", lines[1]);
        Assert.Contains(hint, lines[1]);
        Assert.False(Inside().IsMatch(said), said);
    }

    /// <summary>Stack traces, names of exceptions and of types.</summary>
    [GeneratedRegex(@"^\s+at \w|Exception|System\.|Lamina\.\w+\.|Unhandled", RegexOptions.Multiline)]
    private static partial Regex Inside();
}
