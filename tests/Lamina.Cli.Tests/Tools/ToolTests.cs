using System.Text;
using System.Text.Json.Nodes;
using Lamina.Cli.Demo;
using Lamina.Daemon.Hosting;

namespace Lamina.Cli.Tests.Tools;

/// <summary>The tools over an embedded stack with a local layer: both sides in one process, real flows.</summary>
public sealed class ToolTests : IAsyncLifetime
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private DemoNetwork? _network;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _network = await DemoNetwork.StartAsync(new TestCli().Context, "s");
        Assert.Equal(0, await RunAsync(Context, "ipcp bootstrap lo --type local --layer lo"));
        Assert.Equal(0, await RunAsync(Context, "register served --layer lo"));
    }

    public ValueTask DisposeAsync() => _network!.DisposeAsync();

    [Fact]
    public async Task Ping_of_a_name_that_nobody_serves_is_not_found()
    {
        Assert.Equal(ExitCode.NotFound, await RunAsync(Context, "ping nobody -c 1"));
        Assert.Contains("no flow to 'nobody'", _error.ToString());
        Assert.Contains("  try: lamina name list\n", _error.ToString());
    }

    [Fact]
    public async Task Ping_of_a_silent_server_times_out()
    {
        await using FlowListener silent = await (await Context.OpenStack(Paths)).Stack.ListenAsync("served");
        Assert.Equal(ExitCode.Timeout, await RunAsync(Context, "ping served -c 1"));
        Assert.Contains("Server timed out.\n", _out.ToString());
        Assert.Contains("1 packets transmitted, 0 received, 0 out-of-order, 100% packet loss", _out.ToString());
    }

    [Fact]
    public async Task Ping_as_json()
    {
        await using DemoServer server = await ServeAsync("ping --listen --name served");
        Assert.Equal(ExitCode.Ok, await RunAsync(Context, "ping served -c 3 -i 0.01 -s 1000 -q voice --json"));
        JsonNode report = JsonNode.Parse(_out.ToString())!;
        Assert.Equal("lamina.ping/1", (string?)report["schema"]);
        Assert.Equal(3, (int?)report["received"]);
        Assert.Equal(1000, (int?)report["size"]);
    }

    [Fact]
    public async Task Ping_prints_what_it_measured_when_the_server_goes()
    {
        await using FlowListener rude = await (await Context.OpenStack(Paths)).Stack.ListenAsync("served");
        Task<int> caller = RunAsync(Context, "ping served");
        await (await rude.AcceptAsync(Cancel)).DisposeAsync();
        Assert.Equal(ExitCode.Failure, await caller);
        Assert.Contains("packets transmitted, 0 received", _out.ToString());
    }

    [Theory]
    [InlineData("ping --listen --name served", "ping served --layer lo -c 1 -q raw -s 60000")]
    [InlineData("perf --listen --name served", "perf served --layer lo -t 0.1 -q raw -s 60000 --reverse")]
    public async Task A_packet_that_no_flow_of_that_kind_takes_is_refused_at_once(string server, string client)
    {
        await using DemoServer serving = await ServeAsync(server);
        Assert.Equal(ExitCode.Usage, await RunAsync(Context, client));
        Assert.Contains("--size 60000: this flow takes messages of at most", _error.ToString());
    }

    [Theory]
    [InlineData("", "false")]
    [InlineData("--router", "true")]
    public async Task A_member_that_enrols_says_whether_it_only_forwards(string option, string router)
    {
        Assert.Equal(0, await RunAsync(Context, "ipcp bootstrap u1 --type unicast --layer u --autobind --insecure"));
        Assert.Equal(0, await RunAsync(Context, "register u --layer lo"));
        Assert.Equal(0, await RunAsync(Context, $"ipcp enrol u2 --type unicast --dst u --insecure {option}"));
        Assert.Equal(0, await RunAsync(Context, "show u2 info --json"));
        Assert.Contains($"\"router\":{router}", _out.ToString());
    }

    [Fact]
    public async Task A_server_of_an_unregistered_name_says_which_command_registers_it()
    {
        StringWriter output = new();
        await using (await DemoServer.StartAsync(_network!, ["--stack", "s", "echo", "--listen", "--name", "lone"], output, Cancel))
        {
        }

        Assert.Contains("listening for 'lone', which is registered in no layer", output.ToString());
    }

    [Fact]
    public async Task Echo_says_it_back()
    {
        await using DemoServer server = await ServeAsync("echo --listen --name served");
        Assert.Equal(ExitCode.Ok, await CommandLine.RunAsync(["--stack", "s", "echo", "served", "Hello World!"], Context, Cancel));
        Assert.Equal("Message from client is Hello World!.\nHello World!\n", _out.ToString());
        Assert.Equal(ExitCode.Ok, await RunAsync(Context, "echo served again --json"));
        Assert.EndsWith("""{"name":"served","message":"again","answer":"again","schema":"lamina.echo/1"}""" + "\n", _out.ToString());
    }

    [Theory]
    [InlineData("", "to the server")]
    [InlineData("--reverse", "from the server")]
    [InlineData("--bidir", "to the server,from the server")]
    public async Task Perf_reports_what_the_receiver_got(string direction, string expected)
    {
        await using DemoServer server = await ServeAsync("perf --listen --name served");
        Assert.Equal(ExitCode.Ok, await RunAsync(Context, $"perf served -t 0.2 -s 4096 --json {direction}"));
        JsonArray reports = JsonNode.Parse(_out.ToString().Split('\n').First(line => line.StartsWith('{')))!["reports"]!.AsArray();
        Assert.Equal(expected, string.Join(',', reports.Select(report => (string?)report!["direction"])));
        Assert.All(reports, report => Assert.True((long)report!["bytes"]! > 4096));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--reverse")]
    public async Task Perf_by_bytes_sends_so_many_and_compares_both_ends(string direction)
    {
        await using DemoServer server = await ServeAsync("perf --listen --name served");
        Assert.Equal(ExitCode.Ok, await RunAsync(Context, $"perf served --bytes 3M -s 5000 --json {direction}"));
        JsonNode report = JsonNode.Parse(_out.ToString().Split('\n').First(line => line.StartsWith('{')))!["reports"]![0]!;
        Assert.Equal((3L << 20, true, 64), ((long)report["bytes"]!, (bool)report["isIntact"]!, ((string)report["sha256"]!).Length));
        Assert.InRange((double)report["longestGapSeconds"]!, 0, 60);
    }

    [Theory]
    [InlineData("--bytes 1x")]
    [InlineData("--bytes 0")]
    [InlineData("--bytes -5")]
    [InlineData("--bytes 9999999G")]
    [InlineData("--bytes 1M -t 5")]
    public async Task Perf_by_bytes_refuses_what_is_no_number_of_bytes(string options) =>
        Assert.Equal(ExitCode.Usage, await RunAsync(Context, $"perf served {options}"));

    [Fact]
    public async Task Netcat_carries_both_directions_whole_though_one_input_ends_first()
    {
        byte[] there = new byte[3_000_000];
        new Random(5).NextBytes(there);
        byte[] back = Encoding.UTF8.GetBytes("the shorter one");
        using MemoryStream received = new();
        using MemoryStream returned = new();
        StringWriter messages = new();
        CliContext listening = _network!.ContextFor(_out, messages) with
        {
            OpenInput = () => new MemoryStream(back),
            OpenOutput = () => received,
        };
        CliContext calling = Context with { OpenInput = () => new MemoryStream(there), OpenOutput = () => returned };

        Task<int> listener = RunAsync(listening, "nc --listen served");
        // The listener binds before it says anything; a call before that would be refused.
        while (messages.ToString().Length == 0)
        {
            await Task.Yield();
        }

        Assert.Equal(ExitCode.Ok, await RunAsync(calling, "nc served"));
        Assert.Equal(ExitCode.Ok, await listener);
        Assert.Equal(there, received.ToArray());
        Assert.Equal(back, returned.ToArray());
    }

    [Fact]
    public async Task Netcat_fails_when_the_flow_ends_before_the_stream()
    {
        await using FlowListener rude = await (await Context.OpenStack(Paths)).Stack.ListenAsync("served");
        Task<int> caller = RunAsync(Context with { OpenInput = () => new BlockedStream() }, "nc served");
        await (await rude.AcceptAsync(Cancel)).DisposeAsync();
        Assert.Equal(ExitCode.Failure, await caller);
        Assert.Contains("lamina: the flow ended before the other side's input did", _error.ToString());
    }

    [Theory]
    [InlineData("ipcp create lo --type local", 2, "already has an IPC process 'lo'")]
    [InlineData("ipcp destroy nobody", 4, "no IPC process 'nobody'")]
    [InlineData("ipcp bootstrap lo2 --layer x", 4, "no IPC process 'lo2'")]
    [InlineData("ipcp bootstrap u --type unicast --layer x --mps 600", 2, "do not carry the handshakes of a secure layer")]
    [InlineData("ipcp bootstrap u --type unicast --layer x --insecure --routing magic", 4, "magic")]
    [InlineData("ipcp bootstrap u --type udp --layer x --ip elsewhere", 2, "'elsewhere' is no IP address")]
    [InlineData("ipcp bootstrap u --type udp --layer x --ip 192.0.2.1 --port 0", 1, "an address of this host")]
    [InlineData("ipcp bootstrap u --type udp --layer x --ip 127.0.0.1 --map nowhere", 2, "NAME=HOST[:PORT]")]
    [InlineData("ipcp bootstrap u --type udp --layer x --ip 127.0.0.1 --hosts /nonexistent/hosts", 2, "/nonexistent/hosts")]
    [InlineData("ipcp enrol u --type unicast --dst d", 5, "lamina join")]
    [InlineData("ipcp enrol lo --dst d --insecure", 2, "cannot enrol")]
    [InlineData("ipcp connect lo --dst d", 2, "not of kind unicast")]
    [InlineData("bind program /bin/cat --name n", 2, "no other program can attach to it")]
    [InlineData("bind program /bin/cat --name n -- -v", 2, "give --auto as well")]
    [InlineData("ping --listen --name n --layer lo", 2, "--layer is for the side that calls")]
    [InlineData("bind process 1 --name n", 4, "process 1 is not attached")]
    [InlineData("bind ipcp nobody --name n", 4, "nobody")]
    [InlineData("unbind process 77", 4, "process 77 is bound to no name")]
    [InlineData("register n --layer nowhere", 4, "nowhere")]
    [InlineData("show nobody", 4, "no IPC process 'nobody'")]
    [InlineData("show lo routes", 2, "a process of type local has no 'routes'")]
    public async Task Mistakes_are_said_and_leave_nothing_behind(string line, int code, string sentence)
    {
        Assert.Equal(code, await RunAsync(Context, line));
        Assert.Contains(sentence, _error.ToString());
        Assert.Equal(0, await RunAsync(Context, "ipcp list"));
        Assert.Equal("name  type   layer  state\nlo    local  lo     operational\n", _out.ToString());
    }

    private static StackPaths Paths => new("s", "/nonexistent/s");

    private CliContext Context => _network!.ContextFor(_out, _error);

    private static Task<int> RunAsync(CliContext context, string line) =>
        CommandLine.RunAsync($"--stack s {line}".Split(' ', StringSplitOptions.RemoveEmptyEntries), context, Cancel);

    private Task<DemoServer> ServeAsync(string line) =>
        DemoServer.StartAsync(_network!, $"--stack s {line}".Split(' '), new SilentErrors(_out), Cancel);

    /// <summary>What the server prints, without what it says about itself.</summary>
    private sealed class SilentErrors(StringWriter target) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            if (value?.StartsWith("lamina: ", StringComparison.Ordinal) != true)
            {
                target.WriteLine(value);
            }
        }
    }
}
