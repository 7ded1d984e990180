using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Lamina.Cli.Tests.Programs;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Tests.Configuration;

/// <summary>The program with a configuration, as an operator meets it.</summary>
[SupportedOSPlatform("linux")]
public sealed class ConfiguredDaemonTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lamina-");
    private readonly int _portA = FreePort();
    private readonly int _portB = FreePort();

    private string File => Path.Combine(_directory.FullName, "lab.json");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Two_hosts_in_one_file_find_each_other_and_come_back_after_kill_9()
    {
        Write(Alpha() + "," + Beta());
        for (int life = 0; life < 2; life++)
        {
            await using DaemonProcess daemon = Start();
            await daemon.WaitForAsync("is ready", 2);
            await UntilAsync("beta", status => status.Configuration!.Waiting.Count == 0);
            using (ControlClient beta = Client("beta"))
            {
                Answer<ShowReport> adjacencies = await beta.ShowAsync("net.b", "adjacencies", TestContext.Current.CancellationToken);
                Assert.NotEmpty(adjacencies.Value!.Items);
            }

            await daemon.WaitForAsync("304 stack alpha: net.a: neighbour net.b");
            daemon.Signal("KILL");
            await daemon.EndAsync();
        }
    }

    [Fact]
    public async Task A_secure_layer_waits_for_its_credential_and_comes_back_after_kill_9_with_the_same_root()
    {
        Write(Secure(Alpha()) + "," + Secure(Beta()));
        await using (DaemonProcess daemon = Start())
        {
            await daemon.WaitForAsync("is ready", 2);
            await daemon.WaitForAsync("114 stack alpha: this node is the authority of layer 'net' from now on: root ");
            await UntilAsync("beta", status => status.Configuration!.Waiting.Any(step => step.Why == "cannot enrol net.b: no credential for layer 'net'"));
            await CommandAsync("install - --stack beta", await CommandAsync("issue net --for - --all-names --stack alpha", await CommandAsync("request --stack beta")));
            await UntilAsync("beta", status => status.Configuration!.Waiting.Count == 0);
            daemon.Signal("KILL");
            await daemon.EndAsync();
        }

        string authority = await CommandAsync("show net --stack alpha");
        await using DaemonProcess second = Start();
        await second.WaitForAsync("is ready", 2);
        StatusReport status = await UntilAsync("beta", report => report.Configuration!.Waiting.Count == 0);
        Assert.Contains(status.Ipcps, ipcp => ipcp is { Name: "net.b", Secure: true, Insecure: false });
        Assert.Equal(authority, await CommandAsync("show net --stack alpha"));
        Assert.DoesNotContain("114 stack", second.Output);
    }

    [Fact]
    public async Task Rights_and_rules_change_with_the_file_while_the_daemon_runs()
    {
        OtherUser.Need();
        System.IO.File.SetUnixFileMode(_directory.FullName, System.IO.File.GetUnixFileMode(_directory.FullName) | UnixFileMode.OtherExecute);
        string[] policies =
        [
            "\"names\": [ { \"name\": \"n\", \"rules\": [ { \"deny\": \"anyone\" } ] } ]",
            "\"access\": { \"read\": { \"users\": [\"*\"] } }, \"names\": [ { \"name\": \"n\", \"rules\": [ { \"allow\": \"members\" } ] } ]",
            "\"access\": { \"read\": { \"users\": [\"no-such-user\"] } }",
            "\"access\": {}",
        ];
        Write($$"""{ "name": "alpha", {{policies[0]}} }""");
        await using DaemonProcess daemon = Start();
        await daemon.WaitForAsync("is ready");
        string socket = Path.Combine(_directory.FullName, "run", "alpha", "control.sock");
        using ControlClient alpha = Client("alpha");
        Assert.Equal(UnixFileMode.None, System.IO.File.GetUnixFileMode(socket) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite));
        Assert.False((await alpha.Policies.WouldAsync("n", "members", TestContext.Current.CancellationToken)).Value!.Allowed);

        await ReloadAsync(daemon, policies[1], "201 configuration", 2);
        Assert.Equal(HttpStatusCode.OK, (await Control.OtherHttp.SendAsync(OtherUser.Nobody, [], socket, "GET", "/v1/status", null)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await Control.OtherHttp.SendAsync(OtherUser.Nobody, [], socket, "POST", "/v1/ipcps", "{}")).Status);
        Assert.True((await alpha.Policies.WouldAsync("n", "members", TestContext.Current.CancellationToken)).Value!.Allowed);

        await ReloadAsync(daemon, policies[2], "202 configuration refused", 1);
        Assert.Equal(HttpStatusCode.OK, (await Control.OtherHttp.SendAsync(OtherUser.Nobody, [], socket, "GET", "/v1/status", null)).Status);
        await ReloadAsync(daemon, policies[3], "201 configuration", 3);
        Assert.Throws<SocketException>(() => Control.OtherHttp.Connect(OtherUser.Nobody, [], socket));
        Assert.Empty((await alpha.Policies.ListRulesAsync(null, TestContext.Current.CancellationToken)).Value!.Names);
    }

    [Fact]
    public async Task A_late_host_is_waited_for_quietly()
    {
        Write(Beta());
        await using DaemonProcess daemon = Start();
        await daemon.WaitForAsync("is ready");
        StatusReport status = await UntilAsync("beta", report => report.Configuration!.Waiting.Any(step => step.Why.StartsWith("cannot enrol", StringComparison.Ordinal)));
        Assert.Contains(status.Configuration!.Waiting, step => step.What == "enrolment of net.b through 'net'");
        Write(Beta() + "," + Alpha());
        daemon.Signal("HUP");
        await daemon.WaitForAsync("is ready", 2);
        await UntilAsync("beta", report => report.Configuration!.Waiting.Count == 0);
        Assert.Equal(1, daemon.Output.Split("206 stack beta: the enrolment").Length - 1);
    }

    [Fact]
    public async Task A_reload_is_all_or_nothing()
    {
        Write(Alpha());
        await using DaemonProcess daemon = Start();
        await daemon.WaitForAsync("is ready");
        using ControlClient alpha = Client("alpha");
        HealthReport health = (await alpha.GetHealthAsync(TestContext.Current.CancellationToken)).Value!;
        Assert.Equal((HealthStatus.Ok, "state"), (health.Status, health.Checks[^1].Name));
        Assert.True((await alpha.BootstrapAsync("byhand", new BootstrapRequest("hand", "local"), TestContext.Current.CancellationToken)).IsOk);

        // Wrong in three places: nothing changes, all three are told, in the log and in the status.
        Write(Alpha().Replace("unicast", "unicats", StringComparison.Ordinal).Replace("\"layer\": \"ip\" }", "\"layer\": \"pi\" }", StringComparison.Ordinal).Replace("\"ip\": \"127.0.0.1\"", "\"ip\": \"127.0.0.x\"", StringComparison.Ordinal));
        daemon.Signal("HUP");
        await daemon.WaitForAsync("error 202", 3);
        StatusReport status = await UntilAsync("alpha", report => report.Configuration!.ReloadFailure is not null);
        Assert.Equal(3, status.Configuration!.ReloadFailure!.Count);
        Assert.Contains("lab.json:", status.Configuration.ReloadFailure[0]);
        Assert.Equal(["byhand", "net.a", "udp.a"], NamesIn(status));

        // A port that another program has: what was done of the new file is taken back.
        using (UdpClient other = new(new IPEndPoint(IPAddress.Loopback, _portB)))
        {
            Write(Alpha(_portB) + ",\n" + """{ "name": "gamma" }""");
            daemon.Signal("HUP");
            await daemon.WaitForAsync("error 203");
        }

        status = await UntilAsync("alpha", report => report.Configuration!.ReloadFailure!.Count == 1);
        Assert.Contains("cannot bind its port", status.Configuration!.ReloadFailure![0]);
        Assert.Equal(["byhand", "net.a", "udp.a"], NamesIn(status));
        Assert.Equal(_portA, await PortAsync(alpha));
        Assert.DoesNotContain("error 204", daemon.Output);
        Assert.False(Directory.Exists(Path.Combine(_directory.FullName, "run", "gamma")) && System.IO.File.Exists(Path.Combine(_directory.FullName, "run", "gamma", "control.sock")));

        // The port is free now: another port takes another process, and what commands did stays.
        daemon.Signal("HUP");
        await daemon.WaitForAsync("info 201", 2);
        status = await UntilAsync("alpha", report => report.Configuration!.ReloadFailure is null);
        Assert.Equal(["byhand", "net.a", "udp.a"], NamesIn(status));
        Assert.Equal(_portB, await PortAsync(alpha));
        Assert.Contains("205 stack alpha: the IPC process udp.a of layer ip is made again", daemon.Output);
        Assert.Contains((await alpha.ListNamesAsync(TestContext.Current.CancellationToken)).Value!.Names, name => name.Name == "net" && name.Registrations.Contains("udp.a"));
        await UntilAsync("gamma", _ => true);

        daemon.Signal("TERM");
        Assert.Equal(0, await daemon.EndAsync());
    }

    [Fact]
    public async Task A_daemon_does_not_start_with_a_wrong_file_or_a_busy_port()
    {
        Write(Alpha().Replace("unicast", "unicats", StringComparison.Ordinal));
        await using (DaemonProcess daemon = Start())
        {
            Assert.Equal(2, await daemon.EndAsync());
            await daemon.WaitForAsync("lab.json has a mistake\n  try: lamina daemon --config");
            Assert.DoesNotContain("is ready", daemon.Output);
        }

        using UdpClient other = new(new IPEndPoint(IPAddress.Loopback, _portA));
        Write(Alpha());
        await using DaemonProcess refused = Start();
        Assert.Equal(1, await refused.EndAsync());
        await refused.WaitForAsync("IPC process udp.a of layer ip: IPC process 'udp.a' cannot bind its port");
        await refused.WaitForAsync("  try: ");
        Assert.DoesNotContain("   at ", refused.Output);
    }

    [Fact]
    public async Task The_service_manager_is_told()
    {
        using Socket manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        string path = Path.Combine(_directory.FullName, "notify");
        manager.Bind(new UnixDomainSocketEndPoint(path));
        manager.ReceiveTimeout = 60_000;
        Write(Alpha());
        await using DaemonProcess daemon = Start(("NOTIFY_SOCKET", path), ("WATCHDOG_USEC", "200000"), ("JOURNAL_STREAM", "8:1"));
        Assert.Equal("READY=1\nSTATUS=stack alpha", Next("READY"));
        Assert.Equal("WATCHDOG=1", Next("WATCHDOG"));
        daemon.Signal("HUP");
        Assert.Matches("^RELOADING=1\nMONOTONIC_USEC=[0-9]+\nSTATUS=", Next("RELOADING"));
        Next("READY");
        daemon.Signal("TERM");
        Next("STOPPING");
        Assert.Equal(0, await daemon.EndAsync());
        await daemon.WaitForAsync("<6>101 ready: stack alpha");

        string Next(string kind)
        {
            byte[] datagram = new byte[1024];
            while (true)
            {
                string text = System.Text.Encoding.UTF8.GetString(datagram, 0, manager.Receive(datagram));
                if (text.StartsWith(kind, StringComparison.Ordinal))
                {
                    return text;
                }
            }
        }
    }

    private string Alpha(int port = 0) => $$"""
        { "name": "alpha", "ipcps": [
          { "name": "udp.a", "type": "udp", "bootstrap": { "layer": "ip", "ip": "127.0.0.1", "port": {{(port == 0 ? _portA : port)}}, "peer": ["127.0.0.1:{{_portB}}"] } },
          { "name": "net.a", "type": "unicast", "bootstrap": { "layer": "net", "autobind": true, "insecure": true } } ],
          "register": [ { "name": "net.a", "layer": "ip" }, { "name": "net", "ipcp": "udp.a" } ] }
        """;

    private string Beta() => $$"""
        { "name": "beta", "ipcps": [
          { "name": "udp.b", "type": "udp", "bootstrap": { "layer": "ip", "ip": "127.0.0.1", "port": {{_portB}}, "peer": ["127.0.0.1:{{_portA}}"] } },
          { "name": "net.b", "type": "unicast", "enrol": { "layer": "net", "autobind": true, "insecure": true }, "connect": [ { "dst": "net.a" } ] } ],
          "register": [ { "name": "oping", "layer": "net" } ] }
        """;

    private static string Secure(string stack) => stack.Replace(", \"insecure\": true", "", StringComparison.Ordinal);

    private async Task<string> CommandAsync(string line, string input = "")
    {
        TestCli cli = new() { Input = input, Environment = { ["LAMINA_STATE_DIR"] = Path.Combine(_directory.FullName, "state") } };
        int code = await cli.RunAsync($"layer-authority {line}");
        Assert.True(code == 0, $"{line}: {code} {cli.Error}");
        return cli.Out;
    }

    private void Write(string stacks) => System.IO.File.WriteAllText(File, $$"""{ "stacks": [ {{stacks}} ] }""");

    private DaemonProcess Start(params (string Name, string Value)[] environment) => new(
        $"daemon --config {File}",
        [("LAMINA_RUNTIME_DIR", Path.Combine(_directory.FullName, "run")), ("LAMINA_STATE_DIR", Path.Combine(_directory.FullName, "state")), .. environment]);

    private ControlClient Client(string stack) => new(Path.Combine(_directory.FullName, "run", stack, "control.sock"));

    private async Task<StatusReport> UntilAsync(string stack, Func<StatusReport, bool> isReached)
    {
        using ControlClient client = Client(stack);
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            Answer<StatusReport> answer = await client.GetStatusAsync(TestContext.Current.CancellationToken);
            if (answer.IsOk && isReached(answer.Value))
            {
                return answer.Value;
            }

            Assert.True(Stopwatch.GetElapsedTime(began).TotalSeconds < 60, $"never reached: {answer}");
            await Task.Yield();
        }
    }

    private static IEnumerable<string> NamesIn(StatusReport status) => status.Ipcps.Select(ipcp => ipcp.Name).Order();

    private static async Task<int> PortAsync(ControlClient client) =>
        (int)(await client.ShowAsync("udp.a", "info", TestContext.Current.CancellationToken)).Value!.Items[0]["port"]!;

    private async Task ReloadAsync(DaemonProcess daemon, string policy, string said, int times)
    {
        Write($$"""{ "name": "alpha", {{policy}} }""");
        daemon.Signal("HUP");
        await daemon.WaitForAsync(said, times);
    }

    private static int FreePort()
    {
        using UdpClient probe = new(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.Client.LocalEndPoint!).Port;
    }
}
