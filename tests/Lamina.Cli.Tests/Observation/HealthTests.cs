using System.Diagnostics;
using System.Net;
using Lamina.Cli.Tests.Control;
using Lamina.Cli.Tests.Programs;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;
using Lamina.Daemon.Health;
using Lamina.Daemon.Http;
using Lamina.Node.Management;

namespace Lamina.Cli.Tests.Observation;

/// <summary>How a stack says that it is well, and what it lacks.</summary>
public sealed class HealthTests
{
    private static readonly HealthFacts Well = new([], [], 0, 64 << 20, 0);

    [Fact]
    public async Task A_stack_is_well_until_something_is_missing_and_says_what()
    {
        await using RealDaemon daemon = await RealDaemon.StartAsync();
        using ControlClient client = new(daemon.ControlSocket);
        CancellationToken cancel = TestContext.Current.CancellationToken;
        HealthReport report = (await client.GetHealthAsync(cancel)).Value!;
        Assert.Equal((HealthStatus.Ok, Schema.Health), (report.Status, report.Schema));
        Assert.Equal(["loop", "members", "adjacencies", "buffers", "queues"], report.Checks.Select(check => check.Name));

        Assert.True((await client.CreateAsync(new CreateRequest("lone", "unicast"), cancel)).IsOk);
        report = (await client.GetHealthAsync(cancel)).Value!;
        HealthCheck members = report.Checks.Single(check => check.Status != HealthStatus.Ok);
        Assert.Equal((HealthStatus.Degraded, "members", "in no layer: lone"), (report.Status, members.Name, members.Message));
        Assert.Contains("lamina ipcp bootstrap lone", members.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_work_at_all_has_another_status_and_the_same_body()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("lamina-");
        string socket = Path.Combine(directory.FullName, "control.sock");
        var stack = new RecordingControl
        {
            Health = new(HealthStatus.Failed, [new("loop", HealthStatus.Failed, "the stack does not answer within 1 s", "restart")]),
        };
        await using (await ControlServer.StartAsync(socket, stack, TestContext.Current.CancellationToken))
        {
            (HttpStatusCode status, string body) = await RawHttp.SendAsync(socket, "GET", "/v1/health", null);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Contains("lamina.health/1", body, StringComparison.Ordinal);
            using ControlClient client = new(socket);
            Assert.Equal(HealthStatus.Failed, (await client.GetHealthAsync(TestContext.Current.CancellationToken)).Value?.Status);
        }

        directory.Delete(recursive: true);
    }

    [Fact]
    public void A_lost_adjacency_is_named_with_its_reason()
    {
        HealthCheck check = HealthChecks.Adjacencies(Well with { Lost = [new("n1", "net", "n2", "nobody answers")] });
        Assert.Equal(HealthStatus.Degraded, check.Status);
        Assert.Contains("n1 to n2 (nobody answers)", check.Message, StringComparison.Ordinal);
        Assert.Equal("lamina show n1 adjacencies", check.Hint);
    }

    [Theory]
    [InlineData(90, HealthStatus.Ok)]
    [InlineData(91, HealthStatus.Degraded)]
    public void Buffers_run_short_above_nine_tenths(int percent, string status) =>
        Assert.Equal(status, HealthChecks.Buffers(Well with { PoolRentedBytes = percent, PoolLimitBytes = 100 }).Status);

    [Fact]
    public void Queues_that_drop_are_told_for_a_minute()
    {
        var watch = new QueueWatch();
        long second = Stopwatch.Frequency;
        Assert.Equal(HealthStatus.Ok, watch.Examine(7, 0).Status);
        HealthCheck dropping = watch.Examine(9, 10 * second);
        Assert.Equal((HealthStatus.Degraded, "full queues dropped 2 in the last 10 s"), (dropping.Status, dropping.Message));
        Assert.Equal(HealthStatus.Degraded, watch.Examine(9, 59 * second).Status);
        Assert.Equal(HealthStatus.Ok, watch.Examine(9, 71 * second).Status);
    }

    [Fact]
    public void A_state_directory_that_cannot_be_written_is_a_failure()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("lamina-");
        Assert.Equal(HealthStatus.Ok, StateCheck.Examine(directory.FullName).Status);
        Assert.Empty(directory.GetFileSystemInfos());
        directory.Delete();
        Assert.Equal(HealthStatus.Failed, StateCheck.Examine(directory.FullName).Status);
    }
}
