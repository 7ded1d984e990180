namespace Lamina.EndToEnd.Tests.Lab;

/// <summary>
/// A host with one daemon, in a namespace of its own or, without one, on loopback. Set up by commands only, as a user would.
/// </summary>
internal sealed class Host : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string? _namespace;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lamina-e2e-");
    private readonly Dictionary<string, string> _environment;
    private readonly List<RunningCommand> _commands = [];

    public Host(string? networkNamespace = null)
    {
        _namespace = networkNamespace;
        RuntimeDirectory = Path.Combine(_directory.FullName, "run");
        _environment = new()
        {
            ["LAMINA_RUNTIME_DIR"] = RuntimeDirectory,
            ["LAMINA_STATE_DIR"] = StateDirectory,
            ["NO_COLOR"] = "1",
        };
    }

    /// <summary>Where lines of its shell find and leave files.</summary>
    public string WorkDirectory => _directory.FullName;

    public string RuntimeDirectory { get; }

    /// <summary>Where its daemon keeps what outlives it.</summary>
    public string StateDirectory => Path.Combine(_directory.FullName, "state");

    /// <summary>For what is started from here on.</summary>
    public void SetVariable(string name, string value) => _environment[name] = value;

    public RunningCommand Daemon { get; private set; } = null!;

    /// <summary>A command that was started here and has these words.</summary>
    public RunningCommand Find(string words) => _commands.Single(command => command.Line.Contains(words, StringComparison.Ordinal));

    public async Task StartDaemonAsync(string options = "")
    {
        Daemon = Start($"daemon {options}");
        await Daemon.WaitForOutputAsync("ready", Patience);
    }

    /// <summary>Runs a command to its end; words are split at spaces.</summary>
    public Task<CommandResult> RunAsync(string command, TimeSpan? limit = null) => Start(command).WaitAsync(limit ?? Patience);

    /// <summary>Runs commands one after the other; each must succeed.</summary>
    public async Task SetUpAsync(params string[] commands)
    {
        foreach (string command in commands)
        {
            (await RunAsync(command)).MustSucceed();
        }
    }

    /// <summary>Runs a command again and again until its output is what is waited for.</summary>
    public async Task AwaitAsync(string command, Func<string, bool> isGood)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        CommandResult last;
        do
        {
            last = await RunAsync(command);
            if (isGood(last.Output))
            {
                return;
            }
        }
        while (clock.Elapsed < 2 * Patience);

        Assert.Fail($"not within {2 * Patience.TotalSeconds} s: {last}");
    }

    /// <summary>Starts a command that goes on.</summary>
    public RunningCommand Start(string command, bool binaryOutput = false)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        RunningCommand running = _namespace is null
            ? new(LaminaProgram.FilePath, words, _environment, binaryOutput)
            : new("ip", ["netns", "exec", _namespace, LaminaProgram.FilePath, .. words], _environment, binaryOutput);
        _commands.Add(running);
        return running;
    }

    /// <summary>Starts a line of a shell in a directory of this host's own, with the program on the path.</summary>
    public RunningCommand StartInShell(string line)
    {
        // The shell stays only where it has more to do than the one command.
        string execute = line.Contains(';', StringComparison.Ordinal) ? "" : "exec ";
        string script = $"cd {_directory.FullName} && export PATH={Path.GetDirectoryName(LaminaProgram.FilePath)}:$PATH && {execute}{line}";
        RunningCommand running = _namespace is null
            ? new("sh", ["-c", script], _environment)
            : new("ip", ["netns", "exec", _namespace, "sh", "-c", script], _environment);
        _commands.Add(running);
        return running;
    }

    public void Dispose()
    {
        for (int i = _commands.Count - 1; i >= 0; i--)
        {
            _commands[i].Dispose();
        }

        _directory.Delete(recursive: true);
    }
}
