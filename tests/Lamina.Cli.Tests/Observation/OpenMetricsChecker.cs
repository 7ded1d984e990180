using System.Globalization;
using System.Text.RegularExpressions;

namespace Lamina.Cli.Tests.Observation;

/// <summary>Reads an exposition strictly, as OpenMetrics 1.0 writes it; whatever is not allowed fails the test.</summary>
internal sealed partial class OpenMetricsChecker
{
    private static readonly Dictionary<string, string> Suffixes = new() { ["gauge"] = "", ["counter"] = "_total", ["info"] = "_info" };

    private readonly Dictionary<string, double> _series = [];
    private readonly HashSet<string> _families = [];
    private string _family = "";
    private string _type = "";
    private string _unit = "";
    private bool _hasSamples;

    /// <summary>Every series by its name and labels, as they were written.</summary>
    public IReadOnlyDictionary<string, double> Series => _series;

    public static OpenMetricsChecker Read(string text)
    {
        Assert.EndsWith("\n# EOF\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        string[] lines = text[..^"# EOF\n".Length].Split('\n')[..^1];
        var checker = new OpenMetricsChecker();
        foreach (string line in lines)
        {
            checker.ReadLine(line);
        }

        return checker;
    }

    /// <summary>The sum of the series of this name whose labels include these.</summary>
    public double Sum(string name, params string[] labels) => _series
        .Where(series => series.Key == name || series.Key.StartsWith(name + "{", StringComparison.Ordinal))
        .Where(series => labels.All(label => series.Key.Contains(label, StringComparison.Ordinal)))
        .Sum(series => series.Value);

    private void ReadLine(string line)
    {
        if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
        {
            string[] words = line.Split(' ');
            Assert.Equal(4, words.Length);
            Assert.Matches("^[a-z][a-z0-9_]*$", words[2]);
            Assert.True(_families.Add(words[2]), $"the family comes twice: {line}");
            Assert.Contains(words[3], Suffixes.Keys);
            (_family, _type, _unit, _hasSamples) = (words[2], words[3], "", false);
        }
        else if (line.StartsWith("# UNIT ", StringComparison.Ordinal))
        {
            Assert.Equal($"# UNIT {_family} {_unit = line.Split(' ')[3]}", line);
            Assert.False(_hasSamples, line);
            Assert.EndsWith("_" + _unit, _family, StringComparison.Ordinal);
        }
        else if (line.StartsWith("# HELP ", StringComparison.Ordinal))
        {
            Assert.StartsWith($"# HELP {_family} ", line, StringComparison.Ordinal);
            Assert.False(_hasSamples, line);
        }
        else
        {
            ReadSample(line);
        }
    }

    private void ReadSample(string line)
    {
        Match match = Sample().Match(line);
        Assert.True(match.Success, $"not a sample: {line}");
        Assert.Equal(_family + Suffixes[_type], match.Groups["name"].Value);
        string[] names = [.. match.Groups["label"].Captures.Select(label => label.Value)];
        Assert.Equal(names.Length, names.Distinct().Count());
        double value = double.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture);
        Assert.True(double.IsFinite(value) && value >= 0, line);
        Assert.True(_series.TryAdd(line[..line.LastIndexOf(' ')], value), $"the series comes twice: {line}");
        _hasSamples = true;
    }

    // A value has no bare quote or backslash; an escape is one of three.
    [GeneratedRegex("""^(?<name>[a-z_]+)(\{((?<label>[a-z_]+)="([^"\\\n]|\\["\\n])*",?)+(?<!,)\})? (?<value>[0-9.eE+-]+)$""")]
    private static partial Regex Sample();
}
