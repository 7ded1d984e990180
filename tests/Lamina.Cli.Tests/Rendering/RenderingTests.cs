using System.Text.Json.Nodes;
using Lamina.Cli.Rendering;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Tests.Rendering;

public sealed class RenderingTests
{
    private static readonly IpcpEntry[] Two =
    [
        new("eth.0", "udp", "ipnet", "operational", false, 2),
        new("myvpn.0", "unicast", "myvpn", "operational", true, 0),
    ];

    [Fact]
    public async Task Ipcp_list_is_a_table_of_four_columns()
    {
        TestCli cli = new();
        cli.Stack.Ipcps.AddRange(Two);
        cli.Stack.Ipcps.Add(new IpcpEntry("u", "unicast", null, "created", false, 0));
        await cli.RunAsync("ipcp list");
        Assert.Equal(
            """
            name     type     layer  state
            eth.0    udp      ipnet  operational
            myvpn.0  unicast  myvpn  operational, insecure
            u        unicast  -      created

            """,
            cli.Out);
    }

    [Fact]
    public async Task Ipcp_list_filters()
    {
        TestCli cli = new();
        cli.Stack.Ipcps.AddRange(Two);
        await cli.RunAsync("ipcp list --type udp --json");
        Assert.Equal(
            """{"ipcps":[{"name":"eth.0","type":"udp","layer":"ipnet","state":"operational","insecure":false,"flows":2}],"schema":"lamina.ipcps/1"}""",
            cli.Out.Trim());
    }

    [Fact]
    public async Task Status_marks_insecure_layers()
    {
        TestCli cli = new();
        cli.Stack.Ipcps.AddRange(Two);
        await cli.RunAsync("status");
        Assert.StartsWith("stack default: lamina 0.1.0, up 65 s, 2 flows, 3 packet buffers in use\n", cli.Out);
        Assert.EndsWith("insecure layers (peers prove nothing): myvpn\n", cli.Out);
    }

    [Fact]
    public async Task Status_as_json_has_a_schema()
    {
        TestCli cli = new();
        await cli.RunAsync("status --json");
        JsonNode document = JsonNode.Parse(cli.Out)!;
        Assert.Equal("lamina.stacks/1", (string?)document["schema"]);
        Assert.Equal("default", (string?)document["stacks"]![0]!["stack"]);
    }

    [Fact]
    public async Task Show_prints_items_as_a_table_and_info_as_lines()
    {
        TestCli cli = new();
        cli.Stack.Items.Add(new JsonObject { ["destination"] = "17", ["nextHops"] = new JsonArray("1", "2") });
        await cli.RunAsync("show uni1 routes");
        await cli.RunAsync("show uni1 info");
        Assert.Equal("destination  next hops\n17           1, 2\ndestination  17\nnext hops    1, 2\n", cli.Out);
    }

    [Theory]
    [InlineData(true, null, "xterm", true)]
    [InlineData(true, "1", "xterm", false)]
    [InlineData(true, null, "dumb", false)]
    [InlineData(false, null, "xterm", false)]
    public void Emphasis_only_on_terminals_that_want_it(bool terminal, string? noColor, string term, bool emphasis)
    {
        Style style = Style.For(terminal, name => name == "NO_COLOR" ? noColor : name == "TERM" ? term : null);
        Assert.Equal(emphasis ? "\e[33mx\e[0m" : "x", style.Warning("x"));
    }
}
