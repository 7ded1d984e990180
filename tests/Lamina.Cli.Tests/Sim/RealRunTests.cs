using System.Text.Json.Nodes;

namespace Lamina.Cli.Tests.Sim;

/// <summary>The real simulator behind the command.</summary>
public sealed class RealRunTests
{
    private static readonly string Samples = Path.Combine(FindRoot(), "samples", "scenarios");

    public static TheoryData<string> Files => new(Directory.GetFiles(Samples, "*.json").Select(Path.GetFileName).Order()!);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_sample_runs_and_its_invariants_hold(string file)
    {
        JsonNode report = await RunAsync("sim", Path.Combine(Samples, file), "--json");
        Assert.Equal(Path.GetFileNameWithoutExtension(file), (string?)report["scenario"]);
        Assert.NotEmpty(report["measures"]!.AsArray());
        Assert.NotEmpty(report["series"]!.AsArray());
    }

    [Fact]
    public async Task Equal_seeds_are_equal_runs_with_a_trace_and_without()
    {
        string trace = Path.GetTempFileName();
        try
        {
            JsonNode first = await RunAsync("sim", "line", "--members", "4", "--seed", "9", "--json");
            JsonNode again = await RunAsync("sim", "line", "--members", "4", "--seed", "9", "--json", "--trace", trace);
            JsonNode other = await RunAsync("sim", "line", "--members", "4", "--seed", "10", "--json");
            Assert.Equal((string?)first["traceHash"], (string?)again["traceHash"]);
            Assert.Equal(first["measures"]!.ToJsonString(), again["measures"]!.ToJsonString());
            Assert.NotEqual((string?)first["traceHash"], (string?)other["traceHash"]);
            Assert.InRange(new FileInfo(trace).Length, 10_000, 10_000_000);
        }
        finally
        {
            File.Delete(trace);
        }
    }

    private static async Task<JsonNode> RunAsync(params string[] words)
    {
        TestCli cli = new();
        int exit = await cli.RunAsync(words);
        Assert.True(exit == ExitCode.Ok, $"{string.Join(' ', words)}: {cli.Error}{cli.Out}");
        return JsonNode.Parse(cli.Out)!;
    }

    private static string FindRoot()
    {
        DirectoryInfo? directory = new(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Lamina.slnx")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("Lamina.slnx was not found above the tests");
    }
}
