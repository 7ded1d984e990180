using System.Diagnostics;
using System.Text;

namespace Lamina.EndToEnd.Tests.Lab;

/// <summary>A process that a test started, and ends by its own pid.</summary>
internal sealed class RunningCommand : IDisposable
{
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    public RunningCommand(string fileName, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, bool binaryOutput = false)
    {
        string[] all = [.. arguments];
        ProcessStartInfo start = FreshSignals.For(fileName, all);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        Line = $"{fileName} {string.Join(' ', all)}";
        Process = Process.Start(start)!;
        Process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        Process.BeginErrorReadLine();
        if (!binaryOutput)
        {
            Process.OutputDataReceived += (_, line) => Append(_output, line.Data);
            Process.BeginOutputReadLine();
        }
    }

    public string Line { get; }

    public Process Process { get; }

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

    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    public async Task<CommandResult> WaitAsync(TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await Process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            Process.Kill(entireProcessTree: true);
            Assert.Fail($"{Line} did not end within {limit.TotalSeconds} s\n{Output}{Error}");
        }

        return new CommandResult(Line, Process.ExitCode, Output, Error);
    }

    /// <summary>Waits until the command has printed a text.</summary>
    public async Task WaitForOutputAsync(string text, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        while (!Output.Contains(text, StringComparison.Ordinal) && !Error.Contains(text, StringComparison.Ordinal))
        {
            Assert.False(Process.HasExited && clock.ElapsedMilliseconds > 500, $"{Line} ended before it said '{text}'\n{Output}{Error}");
            Assert.True(clock.Elapsed < limit, $"{Line} did not say '{text}' within {limit.TotalSeconds} s\n{Output}{Error}");
            await Task.Delay(10);
        }
    }

    /// <summary>What Ctrl-C does.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", $"{Process.Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill(entireProcessTree: true);
            Process.WaitForExit();
        }

        Process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.AppendLine(line);
            }
        }
    }
}
