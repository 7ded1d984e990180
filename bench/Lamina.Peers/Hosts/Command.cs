using System.Diagnostics;

namespace Lamina.Peers.Hosts;

/// <summary>Programs that run to their end.</summary>
internal static class Command
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs one.</summary>
    /// <returns>What it printed.</returns>
    public static string Run(params string[] words) => Finish(new ProcessStartInfo(words[0], words[1..]), words);

    /// <summary>Runs what is set up.</summary>
    /// <returns>What it printed.</returns>
    public static string Finish(ProcessStartInfo start, string[] words)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using Process process = Process.Start(start) ?? throw new PeersException($"{words[0]} does not start");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            throw new PeersException($"{string.Join(' ', words)}: no end after {Patience.TotalSeconds:0} s");
        }

        return process.ExitCode == 0
            ? output.Result
            : throw new PeersException($"{string.Join(' ', words)}: exit {process.ExitCode}, {(errors.Result + output.Result).Trim()}");
    }

    /// <summary>True where a program is installed.</summary>
    public static bool IsThere(string program) => Path.IsPathRooted(program)
        ? File.Exists(program)
        : Environment.GetEnvironmentVariable("PATH")!.Split(':').Append("/usr/sbin").Any(directory => File.Exists(Path.Combine(directory, program)));
}
