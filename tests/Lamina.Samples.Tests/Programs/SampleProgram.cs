using System.Diagnostics;
using System.Text;

namespace Lamina.Samples.Tests.Programs;

/// <summary>A sample as a person runs it: a process with arguments, what it prints, and signals. It is gone with the test.</summary>
internal sealed class SampleProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    /// <param name="command">A sample's name, or the command that runs it.</param>
    /// <param name="arguments">Of the command.</param>
    public SampleProgram(string command, params IEnumerable<string> arguments)
    {
        string file = command.Contains('/', StringComparison.Ordinal) ? command : PathOf(command);
        _process = new Process { StartInfo = FreshSignals.For(file, arguments) };
        _process.StartInfo.RedirectStandardOutput = true;
        _process.StartInfo.RedirectStandardError = true;
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasEnded => _process.HasExited;

    public string Output => TextOf(_output);

    public string Error => TextOf(_error);

    /// <summary>Where it was built.</summary>
    public static string PathOf(string sample) => Path.Combine(
        Repository.Root, "artifacts", "bin", sample, new DirectoryInfo(AppContext.BaseDirectory).Name, sample);

    /// <summary>Runs one to its end.</summary>
    public static async Task<SampleProgram> RunAsync(string command, params IEnumerable<string> arguments)
    {
        var program = new SampleProgram(command, arguments);
        await program.WaitAsync();
        return program;
    }

    /// <summary>Waits until it has printed something.</summary>
    public async Task<SampleProgram> SaysAsync(string text)
    {
        for (var clock = Stopwatch.StartNew(); !Output.Contains(text, StringComparison.Ordinal) && !Error.Contains(text, StringComparison.Ordinal);)
        {
            Assert.True(clock.Elapsed < Patience, $"it did not say '{text}'\n{this}");
            await Task.Delay(10);
        }

        return this;
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> WaitAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    /// <summary>The end must be this one, and explain itself without a stack trace. The exit code stands in a failure's message.</summary>
    public async Task MustEndAsync(int exitCode)
    {
        Assert.True(await WaitAsync() == exitCode, $"exit code {_process.ExitCode} instead of {exitCode}\n{this}");
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
    }

    /// <summary>As Ctrl-C does.</summary>
    public void Interrupt() => Signal("INT");

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public override string ToString() => $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)}\n{Output}{Error}";

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{_process.Id}"]);
        kill.WaitForExit();
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

    private static string TextOf(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
