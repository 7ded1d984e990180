using System.Diagnostics;
using Lamina.Daemon;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting;
using Lamina.Daemon.Logging;
using Microsoft.Extensions.Logging;

namespace Lamina.Cli.Tests.Control;

/// <summary>The daemon around its stacks: readiness, several stacks, a clean end, leaks said aloud.</summary>
public sealed class DaemonTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lamina-");
    private readonly ReadyWriter _out = new();
    private readonly StringWriter _error = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _directory.Delete(recursive: true);
        _stop.Dispose();
    }

    [Fact]
    public async Task Serves_several_stacks_until_it_is_told_to_stop()
    {
        Task<bool> daemon = Start(default, "one", "two");
        await _out.WaitForLinesAsync(2);
        Assert.Equal(
            [ReadyLine("one"), ReadyLine("two")],
            _out.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        using (ControlClient client = new(Paths("two").ControlSocket))
        {
            Assert.True((await client.GetStatusAsync(TestContext.Current.CancellationToken)).IsOk);
        }

        long began = Stopwatch.GetTimestamp();
        await _stop.CancelAsync();
        Assert.True(await daemon);
        Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 0, 5);
        Assert.Equal("", _error.ToString());
        Assert.False(File.Exists(Paths("one").ControlSocket));
    }

    [Fact]
    public async Task A_second_daemon_is_refused_and_takes_nothing_away()
    {
        Task<bool> daemon = Start(default, "one");
        await _out.WaitForLinesAsync(1);
        await Assert.ThrowsAsync<StackBusyException>(() => Start(default, "one"));
        using ControlClient client = new(Paths("one").ControlSocket);
        Assert.True((await client.GetStatusAsync(TestContext.Current.CancellationToken)).IsOk);
        await _stop.CancelAsync();
        Assert.True(await daemon);
    }

    [Fact]
    public async Task A_leak_is_said()
    {
        Task<bool> daemon = Start(new ResourceUse(2, 0, 1), "one");
        await _out.WaitForLinesAsync(1);
        await _stop.CancelAsync();
        Assert.False(await daemon);
        Assert.EndsWith("Z warning 104 stack one leaked: 2 packet buffers, 0 flows, 1 timers were never given back\n", _error.ToString());
    }

    private Task<bool> Start(ResourceUse left, params string[] stacks) => LaminaDaemon.RunAsync(
        new DaemonOptions
        {
            Stacks = [.. stacks.Select(Paths)],
            OpenStack = (_, _) => new(new SilentStack(left)),
            Out = _out,
            Log = new LineLogger(_error, LogLevel.Warning, isJournal: false, TimeProvider.System),
        },
        _stop.Token);

    private StackPaths Paths(string stack) => StackPaths.Resolve(stack, _directory.FullName);

    private string ReadyLine(string stack) =>
        $"lamina: stack {stack} is ready (control {Paths(stack).ControlSocket}, attach {Paths(stack).AttachSocket})";

    private sealed class SilentStack(ResourceUse left) : IHostedStack
    {
        public IStackControl Control { get; } = new RecordingControl();

        public Task AnswerAsync() => Task.CompletedTask;

        public ValueTask<ResourceUse> CloseAsync() => new(left);
    }
}
