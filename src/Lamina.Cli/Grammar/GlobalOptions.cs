using System.CommandLine;
using System.Text;
using Lamina.Daemon.Hosting;
using Lamina.Node;

namespace Lamina.Cli.Grammar;

/// <summary>What every command takes.</summary>
public static class GlobalOptions
{
    public const string DefaultStack = "default";

    private const string StackName = "--stack";

    public static Option<string[]> CreateStack() => new(StackName)
    {
        Description = "The stack: a name, the path of its directory, or a URI of either, lamina:NAME (LAMINA_STACK; default: default)",
        HelpName = "NAME|PATH",
        Recursive = true,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>The stacks that were asked for, never none.</summary>
    public static IReadOnlyList<StackPaths> StacksIn(ParseResult result, CliContext context)
    {
        string[] chosen = result.GetValue<string[]>(StackName) ?? [];
        if (chosen.Length == 0)
        {
            chosen = [context.Environment("LAMINA_STACK") is { Length: > 0 } named ? named : DefaultStack];
        }

        return [.. chosen.Select(stack => Resolve(stack, context))];
    }

    /// <summary>True where nobody chose a stack.</summary>
    public static bool IsStackOpen(ParseResult result, CliContext context) =>
        result.GetValue<string[]>(StackName) is null or { Length: 0 } && string.IsNullOrEmpty(context.Environment("LAMINA_STACK"));

    /// <summary>True where --stack is not there, whatever the environment says.</summary>
    public static bool IsStackUnsaid(ParseResult result) => result.GetValue<string[]>(StackName) is null or { Length: 0 };

    /// <summary>The one stack of a command that talks to one.</summary>
    public static StackPaths StackIn(ParseResult result, CliContext context)
    {
        IReadOnlyList<StackPaths> stacks = StacksIn(result, context);
        return stacks.Count == 1
            ? stacks[0]
            : throw new CommandException(ExitCode.Usage, "this command works on one stack, and --stack was given several times");
    }

    private static StackPaths Resolve(string stack, CliContext context)
    {
        if (!RuntimeDirectory.TryFind(stack, context.RuntimeDirectory, out string directory, out string problem))
        {
            throw new CommandException(ExitCode.Usage, problem, "lamina status --stack default");
        }

        StackPaths paths = StackPaths.Resolve($"{directory}/", context.RuntimeDirectory);
        int length = Encoding.UTF8.GetByteCount(paths.ControlSocket);
        return length <= StackPaths.MaxSocketPath
            ? paths
            : throw new CommandException(
                ExitCode.Usage,
                $"{paths.ControlSocket} is too long for a socket: the system takes {StackPaths.MaxSocketPath} bytes",
                "LAMINA_RUNTIME_DIR=/tmp/lamina lamina daemon");
    }
}
