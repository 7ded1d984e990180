using System.Diagnostics;
using Lamina.Bench.Measuring;

namespace Lamina.Bench.Programs;

/// <summary>How long a program takes until it ends, or until its first line.</summary>
/// <param name="path">The program.</param>
/// <param name="words">Its arguments.</param>
/// <param name="directory">Its runtime directory.</param>
/// <param name="untilReady">It is ended when it has said something; otherwise it ends by itself.</param>
internal sealed class ProgramStart(string path, string[] words, string directory, bool untilReady = false) : IMeasured
{
    public double[] Measure(TimeSpan length)
    {
        var start = new ProcessStartInfo(path, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LAMINA_RUNTIME_DIR"] = directory;
        start.Environment["LAMINA_STATE_DIR"] = Path.Combine(directory, "state");
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        string? said = untilReady ? process.StandardOutput.ReadLine() : process.StandardOutput.ReadToEnd();
        if (!untilReady)
        {
            process.WaitForExit();
        }

        double taken = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        if (untilReady)
        {
            using Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            kill.WaitForExit();
            process.WaitForExit();
        }

        return process.ExitCode == 0 && said is not null
            ? [taken]
            : throw new InvalidOperationException($"{Path.GetFileName(path)} {string.Join(' ', words)} ended with {process.ExitCode}: {process.StandardError.ReadToEnd().Trim()}");
    }

    public void Dispose()
    {
    }
}
