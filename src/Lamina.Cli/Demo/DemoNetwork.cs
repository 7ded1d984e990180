using System.Text;
using Lamina.Cli.Tools;
using Lamina.Daemon;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting.State;
using Lamina.Node;

namespace Lamina.Cli.Demo;

/// <summary>Stacks embedded in this process, and the command line to use on them: the same commands, other stacks.</summary>
internal sealed class DemoNetwork : IAsyncDisposable
{
    private readonly CliContext _context;
    private readonly SortedDictionary<string, NetworkStack> _stacks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StackState> _states = [];

    // Who the stacks are, and what their authority has issued: gone with the demo.
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("lamina-demo-");

    private DemoNetwork(CliContext context) => _context = context;

    public IEnumerable<string> Stacks => _stacks.Keys;

    public static async Task<DemoNetwork> StartAsync(CliContext context, params string[] names)
    {
        DemoNetwork network = new(context);
        foreach (string name in names)
        {
            network._states[name] = StackState.Open(Path.Combine(network._directory.FullName, name), TimeProvider.System);
            network._stacks[name] = await NetworkStack.StartAsync(new StackOptions { Name = name });
        }

        return network;
    }

    public IStackControl ControlOf(string stack) => new NodeControl(stack, _stacks[stack].Management, Status.VersionCommand.Number, _states[stack]);

    /// <summary>The world of a command that was typed in this network.</summary>
    public CliContext ContextFor(TextWriter output, TextWriter error, string input = "") => _context with
    {
        Out = output,
        Error = error,
        OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
        Environment = name => name switch
        {
            "LAMINA_STACK" => null,
            StatePlace.Variable => _directory.FullName,
            _ => _context.Environment(name),
        },
        OpenControl = paths => ControlOf(paths.Name),
        OpenStack = paths => Task.FromResult(new StackLease(_stacks[paths.Name], IsOwned: false)),
    };

    /// <summary>The command as a person types it.</summary>
    public static string Type(params ReadOnlySpan<string> words)
    {
        List<string> typed = ["lamina"];
        foreach (string word in words)
        {
            typed.Add(word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word);
        }

        return string.Join(' ', typed);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (NetworkStack stack in _stacks.Values)
        {
            await stack.DisposeAsync();
        }

        foreach (StackState state in _states.Values)
        {
            state.Dispose();
        }

        _directory.Delete(recursive: true);
    }
}
