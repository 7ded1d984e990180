namespace Lamina.Cli.Help;

/// <summary>The order in which the root's commands are shown: by what a person wants to do.</summary>
internal static class Topics
{
    public const string Others = "More";

    /// <summary>Commands that a version does not have are skipped; those that are in no topic come last, as <see cref="Others"/>.</summary>
    public static readonly IReadOnlyList<(string Title, string[] Commands)> All =
    [
        ("Begin", ["demo", "daemon", "status", "doctor"]),
        ("Layers", ["ipcp", "join", "invite", "layer-authority"]),
        ("Names", ["name", "register", "unregister", "bind", "unbind"]),
        ("Look inside", ["show", "flow", "trace", "capture", "metrics"]),
        ("Use it", ["ping", "echo", "perf", "nc", "bc"]),
        ("Without a network", ["sim"]),
        ("This program", ["version", "completion", "man"]),
    ];

    /// <summary>Pairs of a title and those of the names that belong under it.</summary>
    public static IEnumerable<(string Title, IReadOnlyList<string> Names)> Arrange(IReadOnlyList<string> names)
    {
        foreach ((string title, string[] commands) in All)
        {
            string[] present = [.. commands.Where(names.Contains)];
            if (present.Length > 0)
            {
                yield return (title, present);
            }
        }

        string[] rest = [.. names.Except(All.SelectMany(topic => topic.Commands))];
        if (rest.Length > 0)
        {
            yield return (Others, rest);
        }
    }
}
