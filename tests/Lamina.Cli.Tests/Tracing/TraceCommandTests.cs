using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Tests.Tracing;

public class TraceCommandTests(ITestOutputHelper output)
{
    [Fact]
    public async Task A_way_over_real_sockets_is_shown_layer_by_layer()
    {
        await using TracedStacks stacks = await TracedStacks.StartAsync();

        string text = await stacks.Daemon.MustAsync("--stack a trace oping");
        output.WriteLine(text);
        string[] expected =
        [
            @"^oping in layer top, given by top\.a \(3 candidates, QoS data\)$",
            @"^  ab   udp\.a  udp +nobody in it serves the name$",
            @"^  net  net\.a  unicast, depth 1 +nobody in it serves the name$",
            @"^  top  top\.a  unicast, depth 2 +the only one that reaches the name$",
            @"^  0 top\.a  \d+ +here +next top\.c: cost 1, link-state$",
            @"^      0 net\.a  \d+ +here +next net\.b: cost 2, link-state$",
            @"^          0 udp NET.1:3435 -> NET.2:3435, layer ab, \d+ B( at least)?$",
            @"^      1 net\.b  \d+ +\d+\.\d\d ms +next net\.c: cost 1, link-state$",
            @"^          0 udp NET.3:3435 -> NET.4:3435, layer bc, \d+ B( at least)?$",
            @"^      2 net\.c  \d+ +\d+\.\d\d ms +the end of layer net$",
            @"^  1 top\.c  \d+ +\d+\.\d\d ms +the end of layer top$",
            @"^oping is served by top\.c, address \d+$",
        ];
        string[] lines = text.TrimEnd().Split('\n');
        Assert.Equal(expected.Length, lines.Length);
        Assert.All(expected.Zip(lines), line => Assert.Matches(line.First.Replace("NET", Regex.Escape(stacks.Net), StringComparison.Ordinal), line.Second));

        JsonNode json = JsonNode.Parse(await stacks.Daemon.MustAsync("--stack a trace oping --json"))!;
        Assert.Equal("lamina.trace/1", (string?)json["schema"]);
        Assert.Equal("complete", (string?)json["result"]);
        Assert.Equal($"{stacks.Net}.4:3435", (string?)json["hops"]![0]!["below"]![1]!["below"]![0]!["remote"]);

        (int code, string _, string error) = await stacks.Daemon.RunAsync("--stack a trace nobody");
        Assert.Equal(ExitCode.NotFound, code);
        Assert.Equal("lamina: no layer of this stack reaches 'nobody'\n  try: on the host that serves it: lamina name list, then lamina register 'nobody' --layer net\n", error);

        Assert.Equal(ExitCode.NotFound, (await stacks.Daemon.RunAsync("--stack a trace oping --layer nowhere")).Code);
        Assert.Contains("a direct flow, without any layer", await stacks.Daemon.MustAsync("--stack c trace oping"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wish_is_passed_on_as_it_was_typed()
    {
        TestCli cli = new();
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("trace oping -q voice --layer net"));
        Assert.Equal("trace {\"name\":\"oping\",\"qos\":\"voice\",\"layer\":\"net\"}", cli.Stack.LastCall);
        Assert.Equal(ExitCode.Usage, await cli.RunAsync("trace"));
        Assert.Equal(ExitCode.Usage, await cli.RunAsync("trace oping -q loud"));
    }

    [Theory]
    [InlineData("complete", ExitCode.Ok)]
    [InlineData("direct", ExitCode.Ok)]
    [InlineData("unknown", ExitCode.NotFound)]
    [InlineData("noAnswer", ExitCode.Timeout)]
    [InlineData("noWay", ExitCode.Timeout)]
    [InlineData("loop", ExitCode.Timeout)]
    public async Task What_became_of_it_is_the_exit_code(string result, int code)
    {
        TestCli cli = new();
        cli.Stack.Trace = Report(result) with { Problem = "no answer from hop 1, m1 (5)", Hint = "lamina show m0 adjacencies" };
        Assert.Equal(code, await cli.RunAsync("trace oping"));
        Assert.Equal(code == ExitCode.Ok ? "" : "lamina: no answer from hop 1, m1 (5)\n  try: lamina show m0 adjacencies\n", cli.Error);
    }

    [Fact]
    public async Task Equal_ways_and_stand_ins_are_told()
    {
        TestCli cli = new();
        cli.Stack.Trace = Report("noAnswer") with
        {
            Hops =
            [
                Hop(0, "ecmp", new("2", "b", false, true, false), new("3", "c", false, true, true)),
                Hop(1, "lfa", new("4", "d", false, false, false), new("5", "e", true, true, true)),
                Hop(2, "lfa", new("6", "f", false, true, true), new("7", "g", true, false, false)),
                new TraceHopEntry(3, "none") { Problem = "no answer" },
            ],
        };
        await cli.RunAsync("trace oping");
        string[] lines = cli.Out.Split('\n');
        Assert.Equal("  0 m  1  here      next c: cost 2, ecmp, one of 2 equal ways, by flow (b)", lines[1]);
        Assert.Equal("  1 m  1  0.41 ms   next e: cost 2, lfa, a stand-in: d, down carries nothing", lines[2]);
        Assert.Equal("  2 m  1  0.41 ms   next f: cost 2, lfa, stand-in g, down", lines[3]);
        Assert.Equal("  3 no answer", lines[4]);
    }

    private static TraceReport Report(string result) => new("oping", "data", result, [], [new TraceServerEntry("9", 2)], [Hop(0, "lfa")], "m", "net");

    private static TraceHopEntry Hop(int number, string policy, params TraceNextHopEntry[] next) => new(number, "unicast")
    {
        Ipcp = "m",
        Address = "1",
        RoundTripMs = number == 0 ? null : 0.41,
        Route = new TraceRouteEntry(policy, 2, next),
    };
}
