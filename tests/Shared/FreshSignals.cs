using System.Diagnostics;

namespace Lamina.Tests.Shared;

/// <summary>
/// Programs that take signals as in a terminal. A runner in the background or under nohup passes on that SIGINT or SIGHUP are
/// ignored, and no Ctrl-C would ever arrive.
/// </summary>
internal static class FreshSignals
{
    private const string Reset = "--default-signal=HUP,INT,QUIT,TERM";

    private static readonly Lazy<bool> Resets = new(CanReset);

    /// <summary>How to start a program; its process id is the program's own.</summary>
    public static ProcessStartInfo For(string file, params IEnumerable<string> arguments) => Resets.Value
        ? new ProcessStartInfo("env", [Reset, file, .. arguments])
        : new ProcessStartInfo(file, arguments);

    private static bool CanReset()
    {
        try
        {
            using Process env = Process.Start(new ProcessStartInfo("env", [Reset, "true"]) { RedirectStandardError = true })!;
            env.WaitForExit();
            return env.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
