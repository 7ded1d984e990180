using System.Net;
using Lamina.Cli.Tests.Control;
using Lamina.Cli.Tests.Programs;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Tests.Observation;

/// <summary>What a daemon gives to those who watch it.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task The_exposition_is_what_the_format_says_and_counts_what_happened()
    {
        await using RealDaemon daemon = await RealDaemon.StartAsync();
        using ControlClient client = new(daemon.ControlSocket);
        CancellationToken cancel = TestContext.Current.CancellationToken;
        const string Awkward = """la"y\er""";
        Assert.True((await client.BootstrapAsync("a", new BootstrapRequest(Awkward, "local"), cancel)).IsOk);
        Assert.True((await client.BootstrapAsync("u", new BootstrapRequest("ip", "udp", Udp: new UdpSettings("127.0.0.1", 0)), cancel)).IsOk);
        Assert.True((await client.BootstrapAsync("n", new BootstrapRequest("net", "unicast", Autobind: true, Insecure: true, Unicast: new()), cancel)).IsOk);
        Assert.True((await client.CreateAsync(new CreateRequest("idle", "unicast"), cancel)).IsOk);
        Assert.True((await client.RegisterAsync(new RegistrationRequest("name", [Awkward]), cancel)).IsOk);
        await using (NetworkStack stack = await NetworkStack.OpenAsync(daemon.StackDirectory))
        {
            await using FlowListener listener = await stack.ListenAsync("name");
            await using Flow asking = await stack.AllocateAsync("name", layer: Awkward);
            await using Flow serving = await listener.AcceptAsync(cancel);
            await asking.WriteAsync("hello"u8.ToArray(), cancel);
            Assert.Equal(5, (await serving.ReadAsync(new byte[8], cancel)).Length);
            OpenMetricsChecker during = await ReadAsync(daemon);
            const string Layer = "layer=\"la\\\"y\\\\er\"";
            Assert.Equal(2, during.Sum("lamina_flows", Layer));
            Assert.Equal(1, during.Sum("lamina_attached_programs"));
            Assert.InRange(during.Sum("lamina_flow_packets_total", Layer, "sent"), 1, 10);
            Assert.InRange(during.Sum("lamina_flow_bytes_total", Layer, "received"), 5, 1000);
        }

        OpenMetricsChecker after;
        do
        {
            after = await ReadAsync(daemon);
        }
        while (after.Sum("lamina_flows") + after.Sum("lamina_attached_programs") > 0);

        // What ended flows carried stays counted.
        Assert.Equal(2, after.Sum("lamina_flows_opened_total"));
        Assert.InRange(after.Sum("lamina_flow_bytes_total", "received"), 5, 1000);
        Assert.Equal(1, after.Sum("lamina_ipcps", "unicast", "created"));
        Assert.Equal(3, after.Sum("lamina_ipcps", "operational"));
        Assert.Contains("lamina_attach_held_total", after.Series.Keys);
        Assert.Equal(1, after.Sum("lamina_build_info", "version"));
        Assert.Equal(0, after.Sum("lamina_dropped_total", "malformed"));
        Assert.True(after.Sum("process_cpu_seconds_total") > 0);
    }

    [Fact]
    public async Task The_command_prints_the_text_as_it_is_or_as_json()
    {
        var cli = new TestCli();
        cli.Stack.Metrics = "# TYPE a gauge\n# HELP a It.\na{b=\"c d\"} 3\n# EOF\n";
        Assert.Equal(0, await cli.RunAsync("metrics"));
        Assert.Equal(cli.Stack.Metrics, cli.Out);

        cli = new TestCli();
        cli.Stack.Metrics = "# TYPE a gauge\n# HELP a It.\na{b=\"c d\"} 3\n# EOF\n";
        Assert.Equal(0, await cli.RunAsync("metrics --json"));
        using var document = System.Text.Json.JsonDocument.Parse(cli.Out);
        Assert.Equal("lamina.metrics/1", document.RootElement.GetProperty("schema").GetString());
        Assert.Equal(3, document.RootElement.GetProperty("series").GetProperty("a{b=\"c d\"}").GetDouble());
    }

    private static async Task<OpenMetricsChecker> ReadAsync(RealDaemon daemon)
    {
        (HttpStatusCode status, string text) = await RawHttp.SendAsync(daemon.ControlSocket, "GET", "/metrics", null);
        Assert.Equal(HttpStatusCode.OK, status);
        return OpenMetricsChecker.Read(text);
    }
}
