using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Lamina.Cli.Tests.Programs;

namespace Lamina.Cli.Tests.Failures;

/// <summary>SIGTERM ends a daemon in time, whoever else is stopped in the middle.</summary>
public sealed class StuckPeerTests(ITestOutputHelper output) : IDisposable
{
    private const double MostSeconds = 30;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lamina-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_daemon_ends_while_its_programs_are_stopped()
    {
        await using DaemonProcess daemon = Start("daemon", "a");
        await daemon.WaitForAsync("is ready");
        await using DaemonProcess server = Start("perf --listen --name operf", "a");
        await server.WaitForAsync("listening");
        await using DaemonProcess client = Start("perf operf -t 600", "a");
        await UntilFlowsAsync("operf");
        server.Signal("STOP");
        client.Signal("STOP");
        await EndAsync(daemon);
        server.Signal("CONT");
        client.Signal("CONT");
        Assert.Equal(3, await server.EndAsync());
        Assert.Equal(3, await client.EndAsync());
    }

    [Fact]
    public async Task A_daemon_ends_while_its_neighbour_is_stopped()
    {
        int portA = FreePort();
        int portB = FreePort();
        await using DaemonProcess alpha = Start($"daemon --config {Write("a", portA, portB, """ "bootstrap": { "layer": "net", "autobind": true, "insecure": true } """, """, { "name": "net.a", "layer": "ip" }, { "name": "net", "layer": "ip" }""")}", "a");
        await alpha.WaitForAsync("is ready");
        await using DaemonProcess beta = Start($"daemon --config {Write("b", portB, portA, """ "enrol": { "layer": "net", "autobind": true, "insecure": true }, "connect": [ { "dst": "net.a" } ] """, "")}", "b");
        await alpha.WaitForAsync("304 stack default: net.a: neighbour net.b");
        beta.Signal("STOP");
        await EndAsync(alpha);
    }

    private async Task EndAsync(DaemonProcess daemon)
    {
        long began = Stopwatch.GetTimestamp();
        daemon.Signal("TERM");
        int exit = await daemon.EndAsync();
        Assert.True(exit == 0, $"exit {exit}\n{daemon.Output}");
        double took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        output.WriteLine($"ended after {took:0.00} s");
        Assert.InRange(took, 0, MostSeconds);
        Assert.DoesNotContain("   at ", daemon.Output);
    }

    private async Task UntilFlowsAsync(string name)
    {
        long began = Stopwatch.GetTimestamp();
        while (true)
        {
            await using DaemonProcess list = Start("flow list", "a");
            await list.EndAsync();
            if (list.Output.Contains(name, StringComparison.Ordinal))
            {
                return;
            }

            Assert.True(Stopwatch.GetElapsedTime(began).TotalSeconds < 60, list.Output);
        }
    }

    private string Write(string host, int port, int peer, string member, string registrations)
    {
        string file = Path.Combine(_directory.FullName, $"{host}.json");
        string own = registrations.Length == 0 ? "" : $$""", "register": [ {{registrations.TrimStart(',')}} ]""";
        File.WriteAllText(file, $$"""
            { "stacks": [ { "name": "default", "ipcps": [
              { "name": "udp.{{host}}", "type": "udp", "bootstrap": { "layer": "ip", "ip": "127.0.0.1", "port": {{port}}, "peer": ["127.0.0.1:{{peer}}"] } },
              { "name": "net.{{host}}", "type": "unicast", {{member}} } ]{{own}} } ] }
            """);
        return file;
    }

    private DaemonProcess Start(string arguments, string host) => new(
        arguments,
        ("LAMINA_RUNTIME_DIR", Path.Combine(_directory.FullName, $"run.{host}")), ("LAMINA_STATE_DIR", Path.Combine(_directory.FullName, $"state.{host}")));

    private static int FreePort()
    {
        using UdpClient probe = new(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.Client.LocalEndPoint!).Port;
    }
}
