using System.Text.RegularExpressions;

namespace Lamina.Cli.Tests.Failures;

/// <summary>A configuration with three mistakes: all of them are shown, each with its place and what would be right, and nothing begins.</summary>
public sealed partial class WrongConfigurationTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lamina-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData(" --check")]
    public async Task Three_mistakes(string check)
    {
        string file = Path.Combine(_directory.FullName, "lab.json");
        await File.WriteAllTextAsync(
            file,
            """
            { "stacks": [ { "name": "default", "ipcps": [
              { "name": "udp.a", "type": "udp", "bootstrap": { "layer": "ip", "ip": "127.0.0.1", "prot": 4000 } },
              { "name": "net.a", "type": "unicats" } ],
              "register": [ { "name": "net.a", "layer": "ipp" } ] } ] }
            """,
            TestContext.Current.CancellationToken);
        string runtime = Path.Combine(_directory.FullName, "run");
        using RealProgram program = RealProgram.Start($"daemon --config {file}{check}", runtime);
        (int code, string output, string error) = await program.EndAsync();

        string[] lines = error.TrimEnd('\n').Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.Equal($"{file}:2:86: \"prot\" is unknown here, did you mean \"port\"?", lines[0].Split(" (try: ")[0]);
        Assert.Equal($"{file}:3:30: \"type\" is \"unicats\", did you mean \"unicast\"?", lines[1].Split(" (try: ")[0]);
        Assert.Equal($"{file}:4:45: this stack makes no layer \"ipp\", did you mean \"ip\"?", lines[2].Split(" (try: ")[0]);
        Assert.All(lines.Take(3), line => Assert.Matches(Hint(), line));
        Sentence.Examine($"{lines[3]}\n{lines[4]}", $"{file} has 3 mistakes", $"lamina daemon --config {file} --check");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Equal("", output);
        Assert.False(Directory.Exists(runtime), "something was begun");
    }

    [GeneratedRegex(@" \(try: .+\)$")]
    private static partial Regex Hint();
}
