using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Lamina.Cli.Tests.Programs;

/// <summary>The program as a process of its own: what it says, and signals for it.</summary>
internal sealed class DaemonProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly SemaphoreSlim _changed = new(0);

    public DaemonProcess(string arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo info = FreshSignals.For(RealDaemon.LaminaFile, arguments.Split(' '));
        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }

        _process = Process.Start(info)!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Waits until it has said something so many times.</summary>
    public async Task WaitForAsync(string text, int times = 1)
    {
        long began = Stopwatch.GetTimestamp();
        while (Output.Split(text).Length - 1 < times)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"the daemon never said '{text}' {times} times:\n{Output}");
            await _changed.WaitAsync(TimeSpan.FromMilliseconds(500));
        }
    }

    /// <summary>"HUP", "INT", "TERM", "KILL", "STOP".</summary>
    public void Signal(string signal)
    {
        using Process kill = Process.Start("kill", $"-{signal} {_process.Id.ToString(CultureInfo.InvariantCulture)}");
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _changed.Dispose();
    }

    private void Note(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.Append(line).Append('\n');
            }

            _changed.Release();
        }
    }
}
