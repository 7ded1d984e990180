using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Lamina.Bench.Networks;

/// <summary>This program once more, in another role. It ends with its standard input, so it never outlives its parent.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    /// <summary>Starts it, and waits for the line that says that it is ready.</summary>
    public ChildProcess(params string[] arguments)
    {
        _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Ready = ReadLine(arguments[0]);
    }

    /// <summary>What it said.</summary>
    public string Ready { get; }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>For a child: returns when the parent wants its end, or has gone. Ctrl-C is the parent's: its end is ours.</summary>
    /// <param name="answer">What it says to each line of its parent; null: nothing.</param>
    public static Task WaitForParentAsync(Func<string, string>? answer = null) => Task.Run(() =>
    {
        using PosixSignalRegistration ignored = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        while (Console.In.ReadLine() is { } line)
        {
            if (answer is not null)
            {
                Console.WriteLine(answer(line));
            }
        }
    });

    /// <summary>Asks it something; its answer.</summary>
    public string Ask(string question)
    {
        _process.StandardInput.WriteLine(question);
        return ReadLine(question);
    }

    public void Dispose()
    {
        _process.StandardInput.Dispose();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string ReadLine(string what) =>
        _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"a process for '{what}' ended");
}
