using System.Text.RegularExpressions;

namespace Lamina.Architecture.Tests;

/// <summary>Protocol code asks nothing of the world; only the OS edge calls the OS.</summary>
public partial class PurityTests
{
    private static readonly string[] Pure = ["Lamina.Core", "Lamina.Wire", "Lamina.Protocols", "Lamina.Security", "Lamina.Ipc"];

    [Fact]
    public void Pure_projects_get_the_banned_symbols()
    {
        string props = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props"));
        Assert.All(Pure, project => Assert.Contains($"'{project}'", props, StringComparison.Ordinal));
        string banned = File.ReadAllText(Path.Combine(Repository.Root, "BannedSymbols.txt"));
        foreach (string symbol in new[] { "P:System.DateTime.UtcNow", "T:System.Threading.Tasks.Task", "T:System.Random", "T:System.Threading.Monitor", "T:System.Net.Sockets.Socket" })
        {
            Assert.Contains(symbol + ";", banned, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void No_pure_project_switches_the_rule_off_or_takes_a_lock()
    {
        var wrong =
            from project in Pure
            from file in Repository.SourceFiles(Path.Combine("src", project))
            from line in File.ReadLines(file)
            where line.Contains("RS0030", StringComparison.Ordinal) || Impure().IsMatch(line)
            select $"{Repository.Relative(file)}: {line.Trim()}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Only_the_OS_edge_calls_the_OS()
    {
        var wrong =
            from file in Repository.SourceFiles("src")
            where !file.Contains("/src/Lamina.Bearers/", StringComparison.Ordinal)
            from line in File.ReadLines(file)
            where line.Contains("[LibraryImport", StringComparison.Ordinal) || line.Contains("[DllImport", StringComparison.Ordinal)
            select $"{Repository.Relative(file)}: {line.Trim()}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_static_field_holds_state_that_changes()
    {
        // Two nodes in one process must not see each other; the simulator runs thousands.
        var wrong =
            from project in Pure
            from file in Repository.SourceFiles(Path.Combine("src", project))
            from line in File.ReadLines(file)
            where MutableStatic().IsMatch(line)
            select $"{Repository.Relative(file)}: {line.Trim()}";
        Assert.Empty(wrong);
    }

    [GeneratedRegex(@"\block\s*\(|\basync\s|\bawait\s")]
    private static partial Regex Impure();

    [GeneratedRegex(@"^\s*(private|internal|public)\s+static\s+(?!.*\boperator\b)(?!readonly|partial|class|implicit|explicit|unsafe|ref|async|extern|event)[\w<>\[\],?. ]+\s+_?\w+\s*(=[^>]|;)")]
    private static partial Regex MutableStatic();
}
