using System.Text.RegularExpressions;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests.Documents;

/// <summary>
/// A page that shows a session: in a block, a line after a dollar is a command, and the lines below it are part of what it
/// says. A block follows a sentence that ends with a colon and says "on" which host.
/// </summary>
internal sealed partial class Session
{
    private const string Prompt = "$ ";

    private readonly List<SessionStep> _steps = [];

    private Session(string path)
    {
        string section = "";
        string sentence = "";
        List<string> shown = [];
        bool isCode = false;
        foreach (string line in File.ReadLines(path))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (isCode && line.StartsWith(Prompt, StringComparison.Ordinal))
            {
                shown = [];
                string text = line[Prompt.Length..];
                _steps.Add(new SessionStep(section, HostNamed().Match(sentence).Groups["host"].Value, text.TrimEnd(' ', '&'), text.EndsWith('&'), shown));
            }
            else if (isCode)
            {
                shown.Add(line);
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3..];
            }
            else if (line.Length > 0)
            {
                sentence = line;
            }
        }
    }

    /// <summary>A page of the repository.</summary>
    public static Session Read(string path) => new(Path.Combine(LaminaProgram.Root, path));

    public IReadOnlyList<SessionStep> Section(string heading)
    {
        SessionStep[] found = [.. _steps.Where(step => step.Section == heading)];
        Assert.True(found.Length > 0, $"the page has no commands under '{heading}'");
        return found;
    }

    /// <summary>All but one section, in the page's order.</summary>
    public IEnumerable<SessionStep> AllBut(string heading) => _steps.Where(step => step.Section != heading);

    [GeneratedRegex(@".*\b[Oo]n (?<host>[a-z])\b.*:$")]
    private static partial Regex HostNamed();
}
