using System.Diagnostics;
using System.Runtime.Versioning;
using Lamina.Cli.Tests.Control;
using Lamina.Cli.Tests.Programs;
using Lamina.Daemon;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;
using Lamina.Daemon.Hosting.State;
using Lamina.Daemon.Logging;
using Lamina.Start.Child;
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
            id = first.Identity.Id.ToString();
            Assert.Matches("^[0-9a-f]{64}$", id);
        }

        // What a killed writer left.
        File.WriteAllText(Path.Combine(Place, "identity.key.new"), "{");
        using StackState again = StackState.Open(Place, TimeProvider.System);
        Assert.Equal(id, again.Identity.Id.ToString());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Place));
        Assert.NotEqual(id, StackState.InMemory().Identity.Id.ToString());
    }

    [Fact]
    public void A_second_holder_is_told_who_the_first_is()
    {
        using StackState first = StackState.Open(Place, TimeProvider.System);
        StatePlaceException busy = Assert.Throws<StatePlaceException>(() => StackState.Open(Place, TimeProvider.System));
        Assert.Equal($"the state directory {Place} is in use by process {Environment.ProcessId}", busy.Message);
    }

    [Theory]
    [InlineData("", "it has not the length of an identity")]
    [InlineData("an identity that a disk has torn", "it is damaged")]
    public void An_identity_that_cannot_be_read_is_not_overwritten(string content, string why)
    {
        Directory.CreateDirectory(Place);
        string file = Path.Combine(Place, "identity.key");
        File.WriteAllText(file, content);
        Assert.Contains(why, Assert.Throws<StatePlaceException>(() => StackState.Open(Place, TimeProvider.System)).Message);
        Assert.Equal(content, File.ReadAllText(file));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Keys_that_others_could_read_are_taken_back_and_a_person_hears_of_it()
    {
        StackState.Open(Place, TimeProvider.System).Dispose();
        string file = Path.Combine(Place, "identity.key");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        using (StackState state = StackState.Open(Place, TimeProvider.System))
        {
            Assert.StartsWith($"others could read the keys in {file} until now", Assert.Single(state.Warnings));
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        using StackState again = StackState.Open(Place, TimeProvider.System);
        Assert.Empty(again.Warnings);
    }

    [Fact]
    public void A_copied_directory_says_that_it_is_one()
    {
        using StackState first = StackState.Open(Place, TimeProvider.System, "one machine");
        string copy = Path.Combine(_root.FullName, "copy");
        Directory.CreateDirectory(copy);
        foreach (string file in new[] { "identity.key", "machine.json" })
        {
            File.Copy(Path.Combine(Place, file), Path.Combine(copy, file));
        }

        using (StackState here = StackState.Open(copy, TimeProvider.System, "one machine"))
        {
            Assert.Equal(first.Identity.Id, here.Identity.Id);
            Assert.StartsWith($"the identity in {copy} was made in another directory of this machine: this is a copy.", Assert.Single(here.Warnings));
        }

        using (StackState elsewhere = StackState.Open(copy, TimeProvider.System, "another machine"))
        {
            Assert.StartsWith($"the identity in {copy} was made on another machine: this is a copy.", Assert.Single(elsewhere.Warnings));
            Assert.Equal(elsewhere.Warnings, elsewhere.Report.Warnings);
        }

        // What the sentence says to do, in both cases.
        File.Delete(Path.Combine(copy, "machine.json"));
        using (StackState moved = StackState.Open(copy, TimeProvider.System, "another machine"))
        {
            Assert.Empty(moved.Warnings);
        }

        File.Delete(Path.Combine(copy, "machine.json"));
        File.Delete(Path.Combine(copy, "identity.key"));
        using StackState other = StackState.Open(copy, TimeProvider.System, "another machine");
        Assert.NotEqual(first.Identity.Id, other.Identity.Id);
    }

    [Fact]
    public void A_renamed_directory_is_no_copy()
    {
        StackState.Open(Place, TimeProvider.System).Dispose();
        string renamed = Place + "-renamed";
        Directory.Move(Place, renamed);
        using StackState state = StackState.Open(renamed, TimeProvider.System);
        Assert.Empty(state.Warnings);
    }

    /// <summary>A thousand of them: <c>Lamina.Start.Child --kill 1000</c>.</summary>
    [Fact]
    public async Task A_first_start_killed_at_any_moment_leaves_one_identity_or_none()
    {
        const int Seed = 4;
        FirstStarts starts = new(_root.FullName, Seed);
        long began = Stopwatch.GetTimestamp();
        while (starts.Kills < 10 || (starts.Kills < 60 && Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(12)))
        {
            string? problem = await starts.KillOnceAsync();
            Assert.True(problem is null, $"seed {Seed}, kill {starts.Kills}: {problem}");
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{starts.Kills} kills, {starts.Early} before the identity was there");
    }

    [Fact]
    public async Task A_daemon_keeps_its_identity_over_a_kill()
    {
        string state = Path.Combine(_root.FullName, "state");
        await using (DaemonProcess killed = Start(state))
        {
            await killed.WaitForAsync("is ready");
            killed.Signal("KILL");
            await killed.EndAsync();
        }

        string first;
        using (StackState left = StackState.Open(Place, TimeProvider.System))
        {
            first = left.Identity.Id.ToString();
        }

        await using DaemonProcess again = Start(state);
        await again.WaitForAsync("is ready");
        using ControlClient client = new(Path.Combine(_root.FullName, "run", "default", "control.sock"));
        Assert.Equal(first, (await client.GetStatusAsync(TestContext.Current.CancellationToken)).Value!.State!.NodeId);
        again.Signal("TERM");
        Assert.Equal(0, await again.EndAsync());
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
                OpenStack = (stack, terms) => NodeStack.OpenAsync(stack, terms, "0", warnings),
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
            Assert.NotEqual(held.Identity.Id.ToString(), state.NodeId);
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
