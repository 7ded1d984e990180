using System.Text.Json.Nodes;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Tests.Rendering;

/// <summary>What one looks at first: layers, neighbours, names, and what is wrong with the command that comes next.</summary>
public sealed class StatusTests
{
    [Fact]
    public async Task Neighbours_names_and_findings_are_on_one_screen()
    {
        TestCli cli = Network();
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("status"));
        Assert.Equal(
            """
            stack default: lamina 0.1.0, up 65 s, 2 flows, 3 packet buffers in use
            name  type     layer  state        members  neighbours      flows
            uni1  unicast  net    operational  2        1 up, 1 not up  4
            names served: oping (uni3)
            warning  the adjacency of uni1 (layer net) with uni3 is not there yet: no answer in time; try: lamina show uni1 adjacencies

            """,
            cli.Out);
    }

    [Fact]
    public async Task The_same_as_json()
    {
        TestCli cli = Network();
        await cli.RunAsync("status --json");
        JsonNode document = JsonNode.Parse(cli.Out)!;
        Assert.Equal("lamina.stacks/1", (string?)document["schema"]);
        Assert.Equal(1, (int?)document["layers"]![0]!["neighboursDown"]);
        Assert.Equal("warning", (string?)document["findings"]![0]!["severity"]);
        Assert.Equal("lamina show uni1 adjacencies", (string?)document["findings"]![0]!["hint"]);
    }

    private static TestCli Network()
    {
        TestCli cli = new();
        cli.Stack.Ipcps.Add(new IpcpEntry("uni1", "unicast", "net", "operational", false, 4));
        // The same items answer every question about the process: two members, two neighbours.
        cli.Stack.Items.Add(new JsonObject { ["name"] = "uni2", ["component"] = "dt", ["state"] = "up" });
        cli.Stack.Items.Add(new JsonObject
        {
            ["name"] = "uni3",
            ["component"] = "dt",
            ["state"] = "connecting",
            ["problem"] = "no answer in time",
        });
        return cli;
    }
}
