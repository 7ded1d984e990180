using System.Runtime.Versioning;
using Lamina.Cli.Tests.Control;
using Lamina.Cli.Tests.Programs;
using Lamina.Daemon;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;
using Lamina.Daemon.Hosting.State;
using Lamina.Daemon.Logging;
using Microsoft.Extensions.Logging;

namespace Lamina.Cli.Tests.State;

/// <summary>Who a stack is, over all runs.</summary>
public sealed class StackStateTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("lamina-");

    private string Place => Path.Combine(_root.FullName, "state", "default");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void An_identity_is_made_once_and_nobody_else_reads_it()
    {
        string id;
        using (StackState first = StackState.Open(Place, TimeProvider.System))
        {
            id = first.Identity.NodeId;
            Assert.Matches("^[0-9a-f]{32}$", id);
        }

        // What a killed writer left.
        File.WriteAllText(Path.Combine(Place, "node.json.new"), "{");
        using StackState again = StackState.Open(Place, TimeProvider.System);
        Assert.Equal(id, again.Identity.NodeId);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Place));
        Assert.NotEqual(id, StackState.InMemory(TimeProvider.System).Identity.NodeId);
    }

    [Fact]
    public void A_second_holder_is_told_who_the_first_is()
    {
        using StackState first = StackState.Open(Place, TimeProvider.System);
        StatePlaceException busy = Assert.Throws<StatePlaceException>(() => StackState.Open(Place, TimeProvider.System));
        Assert.Equal($"the state directory {Place} is in use by process {Environment.ProcessId}", busy.Message);
    }

    [Theory]
    [InlineData("{", "is damaged")]
    [InlineData("""{ "schema": "lamina.node/9", "nodeId": "00000000000000000000000000000000", "created": "2026-01-01T00:00:00Z" }""", "is not of this version (lamina.node/9)")]
    public void An_identity_that_cannot_be_read_is_not_overwritten(string content, string why)
    {
        Directory.CreateDirectory(Place);
        string file = Path.Combine(Place, "node.json");
        File.WriteAllText(file, content);
        Assert.Contains(why, Assert.Throws<StatePlaceException>(() => StackState.Open(Place, TimeProvider.System)).Message);
        Assert.Equal(content, File.ReadAllText(file));
    }

    [Fact]
    public async Task A_daemon_killed_at_any_moment_of_its_first_start_leaves_one_identity()
    {
        HashSet<string> identities = [];
        Random random = new(4);
        for (int i = 0; i < 10; i++)
        {
            await using DaemonProcess daemon = Start(Path.Combine(_root.FullName, "state"));
            // Any moment: what is there is judged, not what should be there by then.
            await Task.WhenAny(daemon.WaitForAsync("is ready"), Task.Delay(random.Next(50, 600), TestContext.Current.CancellationToken));
            daemon.Signal("KILL");
            await daemon.EndAsync();
            if (File.Exists(Path.Combine(Place, "node.json")))
            {
                using StackState left = StackState.Open(Place, TimeProvider.System);
                identities.Add(left.Identity.NodeId);
            }
        }

        await using DaemonProcess last = Start(Path.Combine(_root.FullName, "state"));
        await last.WaitForAsync("is ready");
        last.Signal("TERM");
        Assert.Equal(0, await last.EndAsync());
        using StackState end = StackState.Open(Place, TimeProvider.System);
        identities.Add(end.Identity.NodeId);
        Assert.Single(identities);
    }

    [Fact]
    public async Task A_chosen_place_that_is_taken_is_refused()
    {
        using StackState held = StackState.Open(Place, TimeProvider.System);
        await using DaemonProcess daemon = Start(Path.Combine(_root.FullName, "state"));
        Assert.Equal(1, await daemon.EndAsync());
        await daemon.WaitForAsync($"lamina: the state directory {Place} is in use by process {Environment.ProcessId}\n  try: LAMINA_STATE_DIR=");
        Assert.False(File.Exists(Path.Combine(_root.FullName, "run", "default", "control.sock")));
    }

    [Fact]
    public async Task A_default_place_that_is_taken_costs_one_warning()
    {
        using StackState held = StackState.Open(Place, TimeProvider.System);
        StringWriter warnings = new();
        ReadyWriter ready = new();
        using CancellationTokenSource stop = new();
        StackPaths paths = StackPaths.Resolve("default", Path.Combine(_root.FullName, "run"));
        Task<bool> daemon = LaminaDaemon.RunAsync(
            new DaemonOptions
            {
                Stacks = [paths],
                OpenStack = (stack, keep) => NodeStack.OpenAsync(stack, keep, "0", warnings),
                Out = ready,
                Log = new LineLogger(warnings, LogLevel.Warning, isJournal: true, TimeProvider.System),
                State = new StatePlace(Path.Combine(_root.FullName, "state"), IsChosen: false),
            },
            stop.Token);
        await ready.WaitForLinesAsync(1);
        using (ControlClient client = new(paths.ControlSocket))
        {
            StateReport state = (await client.GetStatusAsync(TestContext.Current.CancellationToken)).Value!.State!;
            Assert.Null(state.Directory);
            Assert.NotEqual(held.Identity.NodeId, state.NodeId);
        }

        await stop.CancelAsync();
        Assert.True(await daemon);
        Assert.Equal(
            $"<4>107 stack default keeps its state in memory: the state directory {Place} is in use by process {Environment.ProcessId}\n",
            warnings.ToString());
    }

    private DaemonProcess Start(string state) =>
        new("daemon", ("LAMINA_RUNTIME_DIR", Path.Combine(_root.FullName, "run")), ("LAMINA_STATE_DIR", state), ("LAMINA_STACK", ""));
}
