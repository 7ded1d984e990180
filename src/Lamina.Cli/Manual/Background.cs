namespace Lamina.Cli.Manual;

/// <summary>What is the same for all commands.</summary>
internal static class Background
{
    public static readonly (string Code, string Meaning)[] ExitCodes =
    [
        ("0", "It went well."),
        ("1", "It failed; the message says why."),
        ("2", "The command line makes no sense."),
        ("3", "The daemon is not reachable."),
        ("4", "Something named does not exist."),
        ("5", "Not allowed."),
        ("6", "No answer in time."),
        ("7", "It runs, but not all is well."),
        ("130", "Interrupted (SIGINT)."),
    ];

    public static readonly (string Name, string Meaning)[] Environment =
    [
        ("LAMINA_STACK", "The stack, where --stack does not say it: a name, or the path of its directory."),
        ("LAMINA_RUNTIME_DIR", "Where stacks have their sockets; else /run/lamina for root, else $XDG_RUNTIME_DIR/lamina."),
        ("LAMINA_STATE_DIR", "What outlives a daemon; else /var/lib/lamina for root, else $XDG_STATE_HOME/lamina."),
        ("LAMINA_DEBUG", "1: a fault of the program itself is shown with its details, to report it."),
        ("NO_COLOR", "Not empty: no emphasis on terminals."),
    ];

    public static readonly (string Path, string Meaning)[] Files =
    [
        ("<runtime>/<stack>/control.sock", "Management of a stack: HTTP with JSON."),
        ("<runtime>/<stack>/attach.sock", "Where programs attach to a stack."),
        ("<runtime>/<stack>/lock", "Held by the daemon that runs the stack."),
    ];
}
