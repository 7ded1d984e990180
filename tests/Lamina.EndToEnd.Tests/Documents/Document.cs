using System.Text.RegularExpressions;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests.Documents;

/// <summary>
/// The commands of a page for people, in its order. A block of commands follows a sentence that ends with a colon and
/// says "on" which host.
/// </summary>
internal sealed partial class Document
{
    private const string Program = "lamina ";

    private readonly List<DocumentedCommand> _commands = [];

    private Document(string path)
    {
        string section = "";
        string sentence = "";
        bool isCode = false;
        foreach (string line in File.ReadLines(path))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (isCode && line.StartsWith(Program, StringComparison.Ordinal))
            {
                string host = HostNamed().Match(sentence) is { Success: true } match ? match.Groups["host"].Value
                    : throw new InvalidOperationException($"{path}: no sentence says on which host to type: {line}");
                _commands.Add(new DocumentedCommand(section, host, line.TrimEnd(' ', '&'), line.EndsWith('&')));
            }
            else if (!isCode && line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3..];
            }
            else if (!isCode && line.Length > 0)
            {
                sentence = line;
            }
        }
    }

    /// <summary>A page of the repository.</summary>
    public static Document Read(string path) => new(Path.Combine(LaminaProgram.Root, path));

    public IReadOnlyList<DocumentedCommand> Section(string heading)
    {
        DocumentedCommand[] found = [.. _commands.Where(command => command.Section == heading)];
        Assert.True(found.Length > 0, $"the page has no commands under '{heading}'");
        return found;
    }

    [GeneratedRegex(@".*\b[Oo]n (?<host>[a-z]|[0-9.]*[0-9])\b.*:$")]
    private static partial Regex HostNamed();
}
