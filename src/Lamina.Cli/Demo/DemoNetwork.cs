using Lamina.Cli.Tools;
using Lamina.Daemon;
using Lamina.Daemon.Control;
using Lamina.Node;

namespace Lamina.Cli.Demo;

/// <summary>Stacks embedded in this process, and the command line to use on them: the same commands, other stacks.</summary>
internal sealed class DemoNetwork : IAsyncDisposable
{
    private readonly CliContext _context;
    private readonly SortedDictionary<string, NetworkStack> _stacks = new(StringComparer.Ordinal);

    private DemoNetwork(CliContext context) => _context = context;

    public IEnumerable<string> Stacks => _stacks.Keys;

    public static async Task<DemoNetwork> StartAsync(CliContext context, params string[] names)
    {
        DemoNetwork network = new(context);
        foreach (string name in names)
        {
            network._stacks[name] = await NetworkStack.StartAsync(new StackOptions { Name = name });
        }

        return network;
    }

    public IStackControl ControlOf(string stack) => new NodeControl(stack, _stacks[stack].Management, Status.VersionCommand.Number);

    /// <summary>The world of a command that was typed in this network.</summary>
    public CliContext ContextFor(TextWriter output, TextWriter error) => _context with
    {
        Out = output,
        Error = error,
        Environment = name => name == "LAMINA_STACK" ? null : _context.Environment(name),
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
    }
}
