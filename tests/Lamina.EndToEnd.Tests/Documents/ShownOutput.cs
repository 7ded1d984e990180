using System.Text.RegularExpressions;

namespace Lamina.EndToEnd.Tests.Documents;

/// <summary>What a page shows of a command's output, compared with what came: width of columns aside, `...` is anything.</summary>
internal static partial class ShownOutput
{
    /// <summary>The first line that is shown and did not come, in this order; null: all came.</summary>
    public static string? FirstMissing(IEnumerable<string> shown, string output, string error)
    {
        // The two streams have no order between them.
        Queue<string>[] streams = [new(output.Split('\n')), new(error.Split('\n'))];
        return shown.FirstOrDefault(line => !streams.Any(stream => TryTake(stream, line)));
    }

    private static bool TryTake(Queue<string> lines, string shown)
    {
        // Columns are as wide as what is in them.
        string pattern = string.Join(@"\s+", Blanks().Split(shown).Select(word => string.Join(".*", word.Split("...").Select(Regex.Escape))));
        var expected = new Regex($@"^{pattern}\s*$");
        if (!lines.Any(line => expected.IsMatch(line)))
        {
            return false;
        }

        while (!expected.IsMatch(lines.Dequeue()))
        {
        }

        return true;
    }

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
