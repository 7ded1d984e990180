using Lamina.Cli.Tests.Control;
using Lamina.Daemon;
using Lamina.Daemon.Hosting;
using Lamina.Daemon.Hosting.State;

namespace Lamina.Cli.Tests.Programs;

/// <summary>A daemon in this process, with real sockets in a directory of its own, and commands that use them.</summary>
internal sealed class RealDaemon : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lamina-");
    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _warnings = new();
    private Task<bool> _running = Task.FromResult(true);

    private RealDaemon()
    {
    }

    /// <summary>Starts one; without names it has the stack "default".</summary>
    public static Task<RealDaemon> StartAsync(params string[] stacks) => StartAsync(hasState: false, stacks);

    /// <summary>As the other, with a state directory: it is somebody, and can be a member of secure layers.</summary>
    public static Task<RealDaemon> StartWithStateAsync(params string[] stacks) => StartAsync(hasState: true, stacks);

    private static async Task<RealDaemon> StartAsync(bool hasState, string[] stacks)
    {
        stacks = stacks.Length == 0 ? ["default"] : stacks;
        RealDaemon daemon = new();
        ReadyWriter ready = new();
        daemon._running = LaminaDaemon.RunAsync(
            new DaemonOptions
            {
                Stacks = [.. stacks.Select(stack => StackPaths.Resolve(stack, daemon._directory.FullName))],
                OpenStack = (paths, terms) => NodeStack.OpenAsync(paths, terms, "0", daemon._warnings),
                Out = ready,
                State = hasState ? new StatePlace(daemon.StateDirectory, IsChosen: true) : null,
            },
            daemon._stop.Token);
        await ready.WaitForLinesAsync(stacks.Length);
        return daemon;
    }

    public string RuntimeDirectory => _directory.FullName;

    /// <summary>Where its stacks keep what outlives it.</summary>
    public string StateDirectory => Path.Combine(_directory.FullName, "state");

    /// <summary>Where the stack has its sockets.</summary>
    public string StackDirectory => Path.Combine(_directory.FullName, "default");

    /// <summary>The program as it was built beside these tests.</summary>
    public static string LaminaFile { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Lamina.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "lamina"));

    public string ControlSocket => Path.Combine(StackDirectory, "control.sock");

    /// <summary>Runs a command to its end.</summary>
    public async Task<(int Code, string Output, string Error)> RunAsync(string line, CancellationToken cancel = default)
    {
        StringWriter output = new();
        StringWriter error = new();
        int code = await CommandLine.RunAsync(line.Split(' '), ContextFor(output, error), cancel);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>The context of a command, for those that need more than text.</summary>
    public CliContext Context(TextWriter output, TextWriter error) => ContextFor(output, error);

    /// <summary>Runs a command that must succeed.</summary>
    public async Task<string> MustAsync(string line)
    {
        (int code, string output, string error) = await RunAsync(line);
        Assert.True(code == 0, $"lamina {line}: exit {code}\n{output}{error}");
        return output;
    }

    /// <summary>Runs a command that must be refused with a sentence.</summary>
    public async Task MustAsync(string line, int code, string sentence)
    {
        (int got, string output, string error) = await RunAsync(line);
        Assert.True(got == code && error.Contains(sentence, StringComparison.Ordinal), $"lamina {line}: exit {got}\n{output}{error}");
    }

    /// <summary>Starts a server, and waits until it listens.</summary>
    public async Task<RealServer> ServeAsync(string line)
    {
        ReadyWriter error = new();
        CancellationTokenSource stop = new();
        Task<int> running = CommandLine.RunAsync(line.Split(' '), ContextFor(new StringWriter(), error), stop.Token);
        await error.WaitForLinesAsync(1);
        return new RealServer(running, stop);
    }

    /// <summary>True for a clean end.</summary>
    public async Task<bool> StopAsync()
    {
        await _stop.CancelAsync();
        return await _running;
    }

    public async ValueTask DisposeAsync()
    {
        Assert.True(await StopAsync(), _warnings.ToString());
        _stop.Dispose();
        _directory.Delete(recursive: true);
    }

    private CliContext ContextFor(TextWriter output, TextWriter error) => new()
    {
        Out = output,
        Error = error,
        RuntimeDirectory = _directory.FullName,
        Environment = name => name == StatePlace.Variable ? StateDirectory : null,
    };
}
