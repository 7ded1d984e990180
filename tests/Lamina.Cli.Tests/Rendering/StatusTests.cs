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
            health ok
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

    [Fact]
    public async Task Health_and_configuration_are_said_with_what_is_wrong_and_what_to_do()
    {
        TestCli cli = Troubled();
        Assert.Equal(ExitCode.Ok, await cli.RunAsync("status"));
        Assert.Equal(
            """
            stack default: lamina 0.1.0, up 65 s, 2 flows, 3 packet buffers in use
            health failed: queues, state
            configuration /etc/lamina/lab.json, applied 2026-01-02 03:04:05 UTC
              no IPC processes; begin with: lamina ipcp bootstrap NAME --type local --layer LAYER
            names served: oping (uni3)
            warning  full queues dropped 7 in the last 60 s; try: lamina metrics
            error    /s cannot be written; try: free space there
            warning  the reload of /etc/lamina/lab.json at 2026-01-02 04:00:00 UTC changed nothing: lab.json:3:4: "x" is unknown here (and 1 more); try: lamina daemon --config /etc/lamina/lab.json --check, then: systemctl reload lamina, or kill -HUP the daemon
            warning  the enrolment of net.b through 'net' still waits: nobody serves the name; try: lamina status, on the host that it waits for

            """,
            cli.Out);
        cli = Troubled();
        Assert.Equal(ExitCode.Failure, await cli.RunAsync("doctor"));
        Assert.Contains("/s cannot be written; try: free space there", cli.Out);
        Assert.Contains("the enrolment of net.b through 'net' still waits", cli.Out);
    }

    [Fact]
    public async Task Health_and_configuration_as_json()
    {
        TestCli cli = Troubled();
        await cli.RunAsync("status --json");
        JsonNode document = JsonNode.Parse(cli.Out)!;
        JsonNode health = Assert.Single(document["health"]!.AsArray())!;
        Assert.Equal(("default", "failed", "state"), ((string?)health["stack"], (string?)health["status"], (string?)health["checks"]![2]!["name"]));
        JsonNode configuration = document["stacks"]![0]!["configuration"]!;
        Assert.Equal("/etc/lamina/lab.json", (string?)configuration["file"]);
        Assert.Equal("nobody serves the name", (string?)configuration["waiting"]![0]!["why"]);
        Assert.Equal(2, configuration["reloadFailure"]!.AsArray().Count);
    }

    private static TestCli Troubled()
    {
        TestCli cli = new();
        cli.Stack.Health = new HealthReport(HealthStatus.Failed,
        [
            new HealthCheck("loop", HealthStatus.Ok, "answers within 1 ms"),
            new HealthCheck("queues", HealthStatus.Degraded, "full queues dropped 7 in the last 60 s", "lamina metrics"),
            new HealthCheck("state", HealthStatus.Failed, "/s cannot be written", "free space there"),
        ]);
        DateTimeOffset applied = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        cli.Stack.Configuration = new ConfigurationReport(
            "/etc/lamina/lab.json", applied, [new WaitingStep("enrolment of net.b through 'net'", "nobody serves the name")])
        {
            ReloadedAt = new DateTimeOffset(2026, 1, 2, 4, 0, 0, TimeSpan.Zero),
            ReloadFailure = ["lab.json:3:4: \"x\" is unknown here", "lab.json:5:6: \"y\" is unknown here"],
        };
        return cli;
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
