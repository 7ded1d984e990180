using System.Text.Json.Nodes;

namespace Lamina.Cli.Tests.Sim;

public sealed class TransportCommandTests
{
    [Fact]
    public async Task A_cell_is_measured_and_equal_calls_print_equal_tables()
    {
        const string Line = "sim transport --cells 1%,reordering,20ms,depth1 --packets 300";
        string first = await RunAsync(Line);
        Assert.Contains("## depth 1", first, StringComparison.Ordinal);
        Assert.Contains("| reordering | 20 ms |  1 % |", first, StringComparison.Ordinal);
        Assert.Equal(first, await RunAsync(Line));
        JsonNode json = JsonNode.Parse(await RunAsync($"{Line} --json"))!;
        Assert.Equal("lamina.sim.transport/1", (string?)json["schema"]);
        JsonNode cell = Assert.Single(json["cells"]!.AsArray())!;
        Assert.Equal("1%,reordering,20ms,depth1", (string?)cell["cell"]);
        Assert.InRange((double)cell["goodput"]!, 0.05, 1);
        Assert.Null(cell["failure"]);
    }

    [Fact]
    public async Task The_table_and_the_packets_go_to_files()
    {
        string table = Path.GetTempFileName();
        string trace = Path.GetTempFileName();
        try
        {
            await RunAsync($"sim transport --cells 0%,clean,1ms,depth1 --packets 50 --out {table} --trace {trace}");
            Assert.Contains("clean", await File.ReadAllTextAsync(table, TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.InRange(new FileInfo(trace).Length, 50 * 1400, 10_000_000);
        }
        finally
        {
            File.Delete(table);
            File.Delete(trace);
        }
    }

    [Theory]
    [InlineData("--cells 2%", "'2%' names no cell")]
    [InlineData("--cells 1%,5%", "no cell is all of '1%,5%'")]
    [InlineData("--cells few --trace x.pcapng", "--trace shows one cell, and these are 12")]
    [InlineData("--packets 1", "it must be from 10 to 10000000")]
    public async Task A_mistake_is_said(string options, string says)
    {
        TestCli cli = new();
        Assert.Equal(ExitCode.Usage, await cli.RunAsync($"sim transport {options}"));
        Assert.Contains(says, cli.Error, StringComparison.Ordinal);
    }

    private static async Task<string> RunAsync(string line)
    {
        TestCli cli = new();
        int exit = await cli.RunAsync(line);
        Assert.True(exit == ExitCode.Ok, cli.Error);
        return cli.Out;
    }
}
