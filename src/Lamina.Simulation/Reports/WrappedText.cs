namespace Lamina.Simulation.Reports;

/// <summary>Breaks text between words.</summary>
internal static class WrappedText
{
    /// <summary>Lines of at most <paramref name="width"/> characters, all but the first indented; a longer word stays whole.</summary>
    public static IEnumerable<string> Lines(string text, int width, int indent)
    {
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        return lines.SelectMany((line, i) => Wrap(i == 0 ? line : new string(' ', indent) + line.TrimStart(), width, indent));
    }

    private static IEnumerable<string> Wrap(string text, int width, int indent)
    {
        string line = text;
        while (line.Length > width)
        {
            int start = line.Length - line.TrimStart(' ').Length;
            int at = line.LastIndexOf(' ', width);
            if (at <= start)
            {
                at = line.IndexOf(' ', start);
            }

            if (at < 0)
            {
                break;
            }

            yield return line[..at].TrimEnd();
            line = new string(' ', indent) + line[at..].TrimStart();
        }

        yield return line.TrimEnd();
    }
}
