using System.Diagnostics;
using Lamina.Cli.Tests.Programs;

namespace Lamina.Cli.Tests.Failures;

/// <summary>The program as a process of its own, with what it says.</summary>
internal sealed class RealProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private RealProgram(ProcessStartInfo start, string runtimeDirectory)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["LAMINA"] = RealDaemon.LaminaFile;
        start.Environment["LAMINA_RUNTIME_DIR"] = runtimeDirectory;
        start.Environment["LAMINA_STATE_DIR"] = Path.Combine(runtimeDirectory, "state");
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        _error = _process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    public bool HasEnded => _process.HasExited;

    public static RealProgram Start(string line, string runtimeDirectory) =>
        new(FreshSignals.For(RealDaemon.LaminaFile, line.Split(' ')), runtimeDirectory);

    /// <summary>A line of a shell, in which the program is "$LAMINA".</summary>
    public static RealProgram StartInShell(string line, string runtimeDirectory) =>
        new(FreshSignals.For("sh", "-c", line), runtimeDirectory);

    public void Type(string line) => _process.StandardInput.WriteLine(line);

    public void Interrupt()
    {
        using Process kill = Process.Start("sh", ["-c", $"kill -INT {_process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<(int Code, string Output, string Error)> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        return (_process.ExitCode, await _output, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
