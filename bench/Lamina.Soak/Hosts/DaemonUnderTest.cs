using System.Diagnostics;
using Lamina.Core;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;

namespace Lamina.Soak.Hosts;

/// <summary>A real <c>lamina daemon</c> in a process of its own, with one stack.</summary>
internal sealed class DaemonUnderTest : IAsyncDisposable
{
    private readonly Process _process;

    private DaemonUnderTest(Process process, string directory)
    {
        _process = process;
        StackDirectory = directory;
        Control = new ControlClient(Path.Combine(directory, "control.sock"));
    }

    public int Id => _process.Id;

    /// <summary>Where programs attach.</summary>
    public string StackDirectory { get; }

    public ControlClient Control { get; }

    public ProcessReading Reading => ProcessReading.Of(Id);

    public static async Task<DaemonUnderTest> StartAsync(string name)
    {
        string root = Directory.CreateTempSubdirectory("lamina-soak-").FullName;
        string directory = Path.Combine(root, name);
        var start = new ProcessStartInfo(ProgramPath(), ["daemon", "--stack", directory]) { RedirectStandardOutput = true };
        SetPlaces(start, root);
        Process process = Process.Start(start)!;
        string? ready = await process.StandardOutput.ReadLineAsync();
        return ready is not null ? new DaemonUnderTest(process, directory) : throw new InvalidOperationException("the daemon did not start");
    }

    /// <summary>Ends the run where an operation did not succeed.</summary>
    public static void Check(Outcome outcome)
    {
        if (!outcome.IsOk)
        {
            throw new InvalidOperationException($"{outcome.Message} {outcome.Hint}");
        }
    }

    /// <summary>A udp layer on a port of loopback.</summary>
    public async Task JoinBearerAsync(string layer, int port, params int[] peers) => Check(await Control.BootstrapAsync(
        $"u.{layer}",
        new BootstrapRequest(layer, "udp", Insecure: true, Udp: new UdpSettings("127.0.0.1", port, [.. peers.Select(peer => $"127.0.0.1:{peer}")])),
        CancellationToken.None));

    /// <summary>Runs a command of the program against this daemon; what it printed.</summary>
    public async Task<string> CommandAsync(string line)
    {
        var start = new ProcessStartInfo(ProgramPath(), $"{line} --stack {StackDirectory}") { RedirectStandardOutput = true };
        SetPlaces(start, Path.GetDirectoryName(StackDirectory)!);
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"lamina {line}: exit {process.ExitCode}");
    }

    /// <summary>As the other; what it printed is left in a file.</summary>
    public async Task<string> SaveAsync(string line)
    {
        string file = Path.Combine(Path.GetDirectoryName(StackDirectory)!, $"{Guid.NewGuid():N}.txt");
        await File.WriteAllTextAsync(file, await CommandAsync(line));
        return file;
    }

    public async Task<ResourceUse> ReadUseAsync()
    {
        Answer<StatusReport> status = await Control.GetStatusAsync(CancellationToken.None);
        Check(status.Outcome);
        return status.Value!.Use;
    }

    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        using (Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Path.GetDirectoryName(StackDirectory)!, recursive: true);
    }

    private static void SetPlaces(ProcessStartInfo start, string root)
    {
        start.Environment["LAMINA_RUNTIME_DIR"] = root;
        start.Environment["LAMINA_STATE_DIR"] = Path.Combine(root, "state");
    }

    private static string ProgramPath() =>
        Environment.GetEnvironmentVariable("LAMINA_PROGRAM") is { Length: > 0 } chosen ? chosen
        : Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Lamina.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "lamina"));
}
