using System.Diagnostics;
using System.Text.Json.Nodes;
using Lamina.Cli.Tests.Programs;

namespace Lamina.Cli.Tests.Failures;

/// <summary>Ctrl-C at the real program: exit code 130, no stack trace, and nothing left in the daemon.</summary>
public sealed class InterruptTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private RealDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = await RealDaemon.StartAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Theory]
    [InlineData("ping --listen --name oping", "ping oping -i 0.05")]
    [InlineData("perf --listen --name operf", "perf operf -t 600")]
    [InlineData("perf --listen --name operf", "perf operf -t 600 --reverse -q raw")]
    [InlineData("echo --listen --name catch", "nc catch")]
    public async Task A_client(string server, string client)
    {
        string name = server.Split(' ')[^1];
        await using (RealServer serving = await _daemon.ServeAsync(server))
        {
            using RealProgram program = RealProgram.Start(client, _daemon.RuntimeDirectory);
            await UntilAsync(program, async () => await CountAsync("flow list", "flows") > 0);
            program.Interrupt();
            Examine(await program.EndAsync());
            await UntilAsync(null, async () => await CountAsync("flow list", "flows") == 0);
            Assert.Contains(name, await _daemon.MustAsync("name list"));
        }

        await UntilAsync(null, async () => await CountAsync("name list", "names") == 0);
    }

    [Theory]
    [InlineData("ping --listen --name here")]
    [InlineData("perf --listen --name here")]
    [InlineData("echo --listen --name here")]
    [InlineData("nc --listen here")]
    public async Task A_server(string server)
    {
        using RealProgram program = RealProgram.Start(server, _daemon.RuntimeDirectory);
        await UntilAsync(program, async () => await CountAsync("name list", "names") == 1);
        program.Interrupt();
        Examine(await program.EndAsync());
        await UntilAsync(null, async () => await CountAsync("name list", "names") == 0);
        Assert.Equal(0, await CountAsync("flow list", "flows"));
    }

    [Fact]
    public async Task A_simulation()
    {
        string trace = Path.Combine(_daemon.RuntimeDirectory, "trace.pcapng");
        using RealProgram program = RealProgram.Start($"sim mesh --trace {trace}", _daemon.RuntimeDirectory);
        await UntilAsync(program, () => Task.FromResult(File.Exists(trace) && new FileInfo(trace).Length > 0));
        program.Interrupt();
        (int code, string output, string error) = await program.EndAsync();
        Examine((code, output, error));
        Assert.Contains("interrupted at ", error);
    }

    [Fact]
    public async Task An_enrolment_that_nobody_answers()
    {
        await _daemon.MustAsync("ipcp bootstrap e --type udp --layer ip --ip 127.0.0.1 --port 0 --map gone=192.0.2.1 --insecure");
        using RealProgram program = RealProgram.Start("ipcp enrol uni --type unicast --dst gone --insecure", _daemon.RuntimeDirectory);
        await UntilAsync(program, async () => (await _daemon.MustAsync("ipcp list")).Contains("uni ", StringComparison.Ordinal));
        program.Interrupt();
        Examine(await program.EndAsync());
        await UntilAsync(null, async () => !(await _daemon.MustAsync("ipcp list")).Contains("uni ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ipcp enrol uni --type unicast --dst gone --autobind --insecure")]
    [InlineData("ipcp enrol lone --dst gone --insecure")]
    [InlineData("ipcp connect net --dst gone")]
    public async Task What_nobody_answers_is_withdrawn_at_once(string line)
    {
        await _daemon.MustAsync("ipcp bootstrap e --type udp --layer ip --ip 127.0.0.1 --port 0 --map gone=192.0.2.1 --insecure");
        await _daemon.MustAsync("ipcp bootstrap net --type unicast --layer net --insecure");
        await _daemon.MustAsync("ipcp create lone --type unicast");
        string before = await StateAsync();
        using RealProgram program = RealProgram.Start(line, _daemon.RuntimeDirectory);
        await UntilAsync(program, async () => await HasBegunAsync(line));
        program.Interrupt();
        Examine(await program.EndAsync());
        await UntilAsync(null, async () => await StateAsync() == before && !await HasBegunAsync(line));
    }

    /// <summary>Changes nothing: as long as a process enrols it may not be bootstrapped; afterwards there is no such policy.</summary>
    private async Task<bool> HasBegunAsync(string line) => line.Split(' ') switch
    {
        ["ipcp", "enrol", "uni", ..] => (await _daemon.MustAsync("ipcp list")).Contains("uni ", StringComparison.Ordinal),
        ["ipcp", "enrol", ..] => (await _daemon.RunAsync("ipcp bootstrap lone --layer other --routing none --insecure")).Error.Contains("is enrolling already", StringComparison.Ordinal),
        _ => (await _daemon.MustAsync("show net adjacencies")).Contains("gone", StringComparison.Ordinal),
    };

    private async Task<string> StateAsync() => string.Join('\n', [
        await _daemon.MustAsync("ipcp list"), await _daemon.MustAsync("flow list"), await _daemon.MustAsync("name list"),
        await _daemon.MustAsync("show net adjacencies")]);

    private static void Examine((int Code, string Output, string Error) end)
    {
        Assert.Equal(ExitCode.Interrupted, end.Code);
        Assert.DoesNotContain("   at ", end.Output + end.Error);
        Assert.DoesNotContain("Exception", end.Output + end.Error);
    }

    private async Task<int> CountAsync(string command, string field) =>
        JsonNode.Parse(await _daemon.MustAsync($"{command} --json"))![field]!.AsArray().Count;

    private static async Task UntilAsync(RealProgram? program, Func<Task<bool>> condition)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (program is { HasEnded: true })
            {
                Assert.Fail($"the program ended early: {await program.EndAsync()}");
            }

            Assert.True(clock.Elapsed < Patience, "what was waited for did not come about");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
