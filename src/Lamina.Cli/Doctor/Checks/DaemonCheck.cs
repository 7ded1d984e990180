using Lamina.Cli.Doctor.Facts;

namespace Lamina.Cli.Doctor.Checks;

/// <summary>Whether a stack's daemon answers, and speaks as this program does.</summary>
internal static class DaemonCheck
{
    public static IEnumerable<Finding> Examine(StackFacts stack, string version)
    {
        string start = stack.Paths.Name == "default" ? "lamina daemon" : $"lamina daemon --stack {stack.Paths.Name}";
        if (stack.Unreachable is { IsDenied: true })
        {
            yield return Finding.Error("daemon", $"this user may not ask stack {stack.Paths.Name}: {stack.Problem}", "run it as the user of the daemon");
        }
        else if (stack.Problem is { } problem)
        {
            yield return stack.IsNamed ? Finding.Error("daemon", problem, start)
                : stack.HasSocket ? Finding.Warning("daemon", $"{problem}, and its socket is still there: the daemon was killed", start)
                : Finding.Note("daemon", "no daemon runs here: only the machine was looked at", start);
        }
        else if (stack.Status is { } status && status.Version != version)
        {
            yield return Finding.Warning(
                "version", $"the daemon of stack {stack.Paths.Name} is lamina {status.Version}, this program is {version}", "restart the daemon");
        }
    }
}
