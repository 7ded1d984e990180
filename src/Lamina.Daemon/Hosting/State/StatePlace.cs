namespace Lamina.Daemon.Hosting.State;

/// <summary>Where stacks keep what outlives their daemon.</summary>
/// <param name="Directory">The directory; each stack has one of its name in it.</param>
/// <param name="IsChosen">True where somebody asked for this place: then it is this one or none.</param>
public sealed record StatePlace(string Directory, bool IsChosen)
{
    /// <summary>The variable that chooses a place.</summary>
    public const string Variable = "LAMINA_STATE_DIR";

    /// <summary>
    /// <c>LAMINA_STATE_DIR</c>, else <c>/var/lib/lamina</c> for root, else <c>$XDG_STATE_HOME/lamina</c>, else
    /// <c>~/.local/state/lamina</c>.
    /// </summary>
    public static StatePlace Find(Func<string, string?> environment)
    {
        if (environment(Variable) is { Length: > 0 } chosen)
        {
            return new StatePlace(Path.GetFullPath(chosen), IsChosen: true);
        }

        if (Environment.IsPrivilegedProcess)
        {
            return new StatePlace("/var/lib/lamina", IsChosen: false);
        }

        string home = environment("XDG_STATE_HOME") is { Length: > 0 } state
            ? state
            : Path.Combine(environment("HOME") is { Length: > 0 } user ? user : "/", ".local", "state");
        return new StatePlace(Path.Combine(home, "lamina"), IsChosen: false);
    }
}
