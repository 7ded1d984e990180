using Lamina.Cli.Tests.Control;
using Lamina.Daemon;
using Lamina.Daemon.Hosting;

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

    public static async Task<RealDaemon> StartAsync()
    {
        RealDaemon daemon = new();
        ReadyWriter ready = new();
        daemon._running = LaminaDaemon.RunAsync(
            new DaemonOptions
            {
                Stacks = [StackPaths.Resolve("default", daemon._directory.FullName)],
                OpenStack = paths => NodeStack.OpenAsync(paths, "0", daemon._warnings),
                Out = ready,
                Error = daemon._warnings,
            },
            daemon._stop.Token);
        await ready.WaitForLinesAsync(1);
        return daemon;
    }

    /// <summary>The program as it was built beside these tests.</summary>
    public static string LaminaFile { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Lamina.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "lamina"));

    public string StackDirectory => Path.Combine(_directory.FullName, "default");

    public string ControlSocket => Path.Combine(StackDirectory, "control.sock");

    /// <summary>Runs a command to its end.</summary>
    public async Task<(int Code, string Output, string Error)> RunAsync(string line, CancellationToken cancel = default)
    {
        StringWriter output = new();
        StringWriter error = new();
        int code = await CommandLine.RunAsync(line.Split(' '), ContextFor(output, error), cancel);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command that must succeed.</summary>
    public async Task<string> MustAsync(string line)
    {
        (int code, string output, string error) = await RunAsync(line);
        Assert.True(code == 0, $"lamina {line}: exit {code}\n{output}{error}");
        return output;
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
    };
}
