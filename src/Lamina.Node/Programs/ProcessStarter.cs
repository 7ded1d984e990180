using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Ipc.Irm.Programs;
using Lamina.Node.Driving;

namespace Lamina.Node.Programs;

/// <summary>
/// Starts processes for the super-server, outside the loop, which must not wait for the system. They run as this process's
/// user and attach to this stack unless they choose another; when the stack ends, they are told to end as well.
/// </summary>
internal sealed class ProcessStarter(DomainDriver driver, string directory) : IProgramStarter
{
    // After that a process that was told to end is killed.
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<ProgramStart, Process> _processes = new();
    private volatile bool _isClosed;

    public void Start(ProgramStart start, Instant now) => _ = Task.Run(() => RunAsync(start));

    public void Stop(ProgramStart start, Instant now)
    {
        if (_processes.TryGetValue(start, out Process? process))
        {
            _ = Task.Run(() => EndAsync(process));
        }
    }

    /// <summary>The stack has ended: so do its programs. Does not wait for them.</summary>
    public void Close()
    {
        _isClosed = true;
        foreach (Process process in _processes.Values)
        {
            ProcessSignals.Terminate(process);
        }
    }

    private async Task RunAsync(ProgramStart start)
    {
        string why;
        try
        {
            using Process process = Process.Start(InfoFor(start.Binding))
                ?? throw new InvalidOperationException("the system gave no process");
            _processes[start] = process;
            process.StandardInput.Close();
            int id = process.Id;
            driver.Post(new OwnedCall(driver, now => start.HandleStarted(id, now)));
            if (_isClosed)
            {
                ProcessSignals.Terminate(process);
            }

            await process.WaitForExitAsync().ConfigureAwait(false);
            why = string.Create(CultureInfo.InvariantCulture, $"it ended with exit code {process.ExitCode}");
        }
        catch (Exception failure) when (failure is Win32Exception or InvalidOperationException or IOException)
        {
            why = $"it cannot be started: {failure.Message}";
        }

        _processes.TryRemove(start, out _);
        driver.Post(new OwnedCall(driver, now => start.HandleEnded(why, now)));
    }

    private ProcessStartInfo InfoFor(ProgramBinding binding)
    {
        // Its own standard input would be the daemon's, which it must not read; output goes where the daemon's goes.
        var info = new ProcessStartInfo(binding.Path, binding.Arguments) { RedirectStandardInput = true };
        info.Environment[RuntimeDirectory.Variable] = Path.GetDirectoryName(directory);
        info.Environment[RuntimeDirectory.StackVariable] = Path.GetFileName(directory);
        return info;
    }

    private static async Task EndAsync(Process process)
    {
        try
        {
            ProcessSignals.Terminate(process);
            await process.WaitForExitAsync().WaitAsync(EndPatience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile, and was let go.
        }
    }
}
