using System.Net;
using System.Net.Sockets;
using Lamina.Cli.Tests.Programs;

namespace Lamina.Cli.Tests.Failures;

/// <summary>
/// What people do wrong and what goes wrong around them, against a real daemon: a clear sentence, the next command to try, and the
/// right exit code.
/// </summary>
public sealed class FailureSpeaksTests : IAsyncLifetime
{
    private RealDaemon _daemon = null!;

    public async ValueTask InitializeAsync()
    {
        _daemon = await RealDaemon.StartAsync();
        await _daemon.MustAsync("ipcp bootstrap lo --type local --layer hostlayer");
        await _daemon.MustAsync("ipcp bootstrap uni1 --type unicast --layer network --autobind --insecure");
        await _daemon.MustAsync("register network --layer hostlayer");
        await _daemon.MustAsync("register oping --layer hostlayer");
    }

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Theory]
    // Wrong names.
    [InlineData("ping nobody -c 1", 4, "no flow to 'nobody': nobody serves the name", "lamina name list")]
    [InlineData("ping opping -c 1", 4, "did you mean 'oping'?", "lamina name list")]
    [InlineData("show uni7", 4, "no IPC process 'uni7', did you mean 'uni1'?", "lamina ipcp list")]
    [InlineData("ipcp destroy uin1", 4, "did you mean 'uni1'?", "lamina ipcp list")]
    [InlineData("bind ipcp uni --name n", 4, "no IPC process 'uni', did you mean 'uni1'?", "lamina ipcp list")]
    [InlineData("register n --ipcp uni2", 4, "did you mean 'uni1'?", "lamina ipcp list")]
    [InlineData("unregister opin --layer hostlayer", 4, "name 'opin' is not registered in layer 'hostlayer', did you mean 'oping'?", "lamina name list")]
    [InlineData("bind process 999999999 --name n", 4, "process 999999999 is not attached", "bind its program")]
    [InlineData("bind program /no/such/file --name n", 4, "there is no program '/no/such/file'", "path")]
    // Unknown layers.
    [InlineData("register n --layer netwrok", 4, "no IPC process of this stack is in a layer 'netwrok', did you mean 'network'?", "lamina ipcp list")]
    [InlineData("ping oping --layer hostlayr -c 1", 4, "this stack is in no layer 'hostlayr', did you mean 'hostlayer'?", "lamina ipcp list")]
    // Where packets go, and what they are.
    [InlineData("trace oping --layer hostlayr", 4, "in a layer 'hostlayr', did you mean 'hostlayer'?", "lamina ipcp list")]
    [InlineData("capture eth9 -w capture.pcapng", 4, "no IPC process 'eth9'", "lamina ipcp list")]
    [InlineData("capture uni1 -w capture.pcapng", 2, "uni1 is of type unicast, and only udp", "")]
    // Unknown words.
    [InlineData("ipcp bootstrap u --type unicast --layer l --insecure --routing link-stat", 4, "there is no routing policy 'link-stat', did you mean 'link-state'?", "known:")]
    [InlineData("ipcp create u --type unicst", 2, "did you mean 'unicast'?", "lamina ipcp create --help")]
    [InlineData("ping x -q dta", 2, "did you mean 'data'?", "lamina ping --help")]
    [InlineData("show uni1 adjacncies", 2, "did you mean 'adjacencies'?", "lamina show --help")]
    [InlineData("ipcp bootstrp u", 2, "did you mean 'bootstrap'?", "lamina ipcp bootstrap")]
    [InlineData("status --jsno", 2, "did you mean '--json'?", "lamina status --json")]
    [InlineData("ping --count 1", 2, "give either NAME, or --listen --name NAME", "lamina ping --help")]
    // Enrolment with nobody there.
    [InlineData("ipcp enrol uni2 --type unicast --dst nobody --insecure", 4, "cannot enrol through 'nobody': no lower layer knows the name", "lamina register NAME --layer LAYER")]
    // A cycle in the stacking.
    [InlineData("register network --ipcp uni1", 2, "which stands on 'uni1'", "choose a layer below")]
    // No credential.
    [InlineData("ipcp enrol uni2 --type unicast --layer network", 5, "uni2 has no credential", "lamina join")]
    // An address that is not here, and one that makes no sense.
    [InlineData("ipcp bootstrap e --type udp --layer ip --ip 192.0.2.77 --port 0", 1, "Cannot assign requested address", "ip address")]
    [InlineData("ipcp bootstrap e --type udp --layer ip --ip here", 2, "'here' is no IP address", "--ip")]
    // Another daemon runs the stack.
    [InlineData("daemon", 1, "another daemon runs this stack", "lamina status")]
    // No daemon, but others.
    [InlineData("--stack lab status", 3, "no daemon answers on", "lamina daemon --stack lab")]
    [InlineData("--stack lab trace oping", 3, "no daemon answers on", "lamina daemon --stack lab")]
    [InlineData("--stack lab capture -w capture.pcapng", 3, "no daemon answers on", "lamina daemon --stack lab")]
    [InlineData("--stack lab metrics", 3, "no daemon answers on", "lamina daemon --stack lab")]
    [InlineData("--stack lab ping oping", 3, "; stacks that run here: default", "lamina daemon --stack lab")]
    public async Task A_mistake(string line, int code, string sentence, string hint)
    {
        (int got, string output, string error) = await _daemon.RunAsync(line);
        Sentence.Examine(error, sentence, hint);
        Assert.Equal(code, got);
        Assert.Equal("", output);
    }

    [Fact]
    public async Task A_bearer_that_carries_no_programs_says_what_would()
    {
        await _daemon.MustAsync("ipcp bootstrap e --type udp --layer ip --ip 127.0.0.1 --port 0 --map far=127.0.0.1:9");
        (int code, _, string error) = await _daemon.RunAsync("ping far --layer ip -c 1");
        Sentence.Examine(error, "no flow to 'far': identity not proved, or not allowed", "only where it is insecure");
        Assert.Equal(ExitCode.Denied, code);
    }

    [Fact]
    public async Task A_trace_of_a_name_that_nobody_serves_shows_where_it_was_looked_for()
    {
        (int code, string output, string error) = await _daemon.RunAsync("trace opping");
        Sentence.Examine(error, "no layer of this stack reaches 'opping', did you mean 'oping'?", "lamina name list");
        Assert.Contains("hostlayer", output);
        Assert.Equal(ExitCode.NotFound, code);
    }

    [Fact]
    public async Task A_port_in_use()
    {
        using Socket holder = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)holder.LocalEndPoint!).Port;
        (int code, _, string error) = await _daemon.RunAsync($"ipcp bootstrap e --type udp --layer ip --ip 127.0.0.1 --port {port}");
        Sentence.Examine(error, "IPC process 'e' cannot bind its port: Address already in use", "another --port, or --port 0 for any");
        Assert.Equal(ExitCode.Failure, code);
    }

    [Fact]
    public async Task Enrolment_and_a_call_where_nobody_answers()
    {
        using Socket silent = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int port = ((IPEndPoint)silent.LocalEndPoint!).Port;
        await _daemon.MustAsync($"ipcp bootstrap e --type udp --layer ip --ip 127.0.0.1 --port 0 --map gone=127.0.0.1:{port} --peer 127.0.0.1:{port}");
        (int code, _, string error) = await _daemon.RunAsync("ipcp enrol uni2 --type unicast --dst gone --insecure");
        Sentence.Examine(error, "cannot enrol through 'gone': no answer in time", "lamina doctor");
        Assert.Equal(ExitCode.Timeout, code);

        (code, string findings, _) = await _daemon.RunAsync("doctor");
        Assert.Contains($"warning  peer 127.0.0.1:{port} of e (layer ip) does not answer", findings);
        Assert.Contains("warning  'oping' is registered with lo, and nobody serves it", findings);
        Assert.Equal(ExitCode.Degraded, code);
        Assert.Equal(ExitCode.Ok, (await _daemon.RunAsync("doctor --fail-on error")).Code);
    }

    [Fact]
    public async Task A_peer_that_answers_is_no_finding()
    {
        await _daemon.MustAsync("ipcp bootstrap a --type udp --layer ip --ip 127.0.0.1 --port 0");
        string info = await _daemon.MustAsync("show a info --json");
        int port = (int)System.Text.Json.Nodes.JsonNode.Parse(info)!["items"]![0]!["port"]!;
        await _daemon.MustAsync($"ipcp bootstrap b --type udp --layer ip --ip 127.0.0.1 --port 0 --peer 127.0.0.1:{port}");
        Assert.Contains($"127.0.0.1:{port}  peer       up ", await _daemon.MustAsync("show b adjacencies"));
        Assert.DoesNotContain("does not answer", (await _daemon.RunAsync("doctor")).Output);
    }

    [Fact]
    public async Task A_version_mismatch()
    {
        await using OtherVersionPeer peer = new();
        await _daemon.MustAsync($"ipcp bootstrap e --type udp --layer ip --ip 127.0.0.1 --port 0 --map future=127.0.0.1:{peer.Port} --insecure");
        (int code, _, string error) = await _daemon.RunAsync("ping future -c 1");
        Sentence.Examine(error, "no flow to 'future': the two sides share no version of the protocol", "lamina version, on both sides");
        Assert.Equal(ExitCode.Failure, code);
        (code, _, error) = await _daemon.RunAsync("ipcp enrol uni2 --type unicast --dst future --insecure");
        Sentence.Examine(error, "the other side speaks other versions of the protocol", "lamina version, on both sides");
        Assert.Equal(ExitCode.Failure, code);
    }

    [Fact]
    public async Task A_full_queue()
    {
        await using NetworkStack stack = await NetworkStack.OpenAsync(_daemon.StackDirectory);
        await using FlowListener busy = await stack.ListenAsync("oping", backlog: 1);
        await using Flow first = await stack.AllocateAsync("oping", layer: "hostlayer");
        (int code, _, string error) = await _daemon.RunAsync("ping oping --layer hostlayer -c 1");
        Sentence.Examine(error, "no flow to 'oping': no room for one more", "lamina flow list");
        Assert.Equal(ExitCode.Failure, code);
    }
}
