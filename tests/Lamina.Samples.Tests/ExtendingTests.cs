using System.Text.RegularExpressions;

namespace Lamina.Samples.Tests;

/// <summary>docs/EXTENDING.md shows code that is built and run: each block is a part of the file that is named before it.</summary>
public sealed partial class ExtendingTests
{
    private const string Page = "docs/EXTENDING.md";

    [Fact]
    public void Every_block_of_code_is_in_the_file_that_is_named_before_it()
    {
        string file = "";
        List<string>? block = null;
        int blocks = 0;
        foreach (string line in File.ReadLines(Path.Combine(Repository.Root, Page)))
        {
            if (line == "```csharp")
            {
                block = [];
            }
            else if (line == "```" && block is not null)
            {
                Assert.True(Contains(file, block), $"{Page} shows code that is not in {file}:\n{string.Join('\n', block)}");
                blocks++;
                block = null;
            }
            else if (block is not null)
            {
                block.Add(line);
            }
            else if (FileNamed().Match(line) is { Success: true } match)
            {
                file = match.Value;
            }
        }

        Assert.InRange(blocks, 6, 100);
    }

    [Fact]
    public void Every_file_that_is_named_exists()
    {
        foreach (Match match in FileNamed().Matches(File.ReadAllText(Path.Combine(Repository.Root, Page))))
        {
            Assert.True(File.Exists(Path.Combine(Repository.Root, match.Value)), match.Value);
        }
    }

    private static bool Contains(string file, List<string> block)
    {
        string[] lines = [.. File.ReadLines(Path.Combine(Repository.Root, file)).Select(line => line.Trim())];
        string[] wanted = [.. block.Select(line => line.Trim())];
        return Enumerable.Range(0, lines.Length).Any(start => lines.AsSpan(start).StartsWith(wanted));
    }

    [GeneratedRegex(@"(?<=`)(samples|tests|src)/[\w./]+\.cs(?=`)")]
    private static partial Regex FileNamed();
}
