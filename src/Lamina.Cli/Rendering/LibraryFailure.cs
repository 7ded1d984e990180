using System.CommandLine;
using Lamina.Cli.Completion;
using Lamina.Cli.Grammar;
using Lamina.Core;
using Lamina.Daemon.Hosting;
using Lamina.Node.Attach;

namespace Lamina.Cli.Rendering;

/// <summary>What the library said, with the command to try and, for a name or layer that nobody knows, the nearest one.</summary>
internal sealed class LibraryFailure(CliContext context, ParseResult result)
{
    public async Task<int> WriteAsync(LaminaException failure)
    {
        StackFailure stack = new(context, result);
        StackPaths paths = GlobalOptions.StackIn(result, context);
        if (failure.Error is LaminaError.StackUnreachable)
        {
            return stack.Write($"no daemon answers on {paths.AttachSocket}");
        }

        if (failure.Error is LaminaError.NameUnknown && OptionOf("--layer") is { } layer && await AskAboutLayerAsync(layer, paths) is { } nearLayer)
        {
            return Failure.Write(
                context.Error, ExitCode.NotFound, $"this stack is in no layer '{layer}'{nearLayer}", "lamina ipcp list");
        }

        string near = failure.Error is LaminaError.NameUnknown && ArgumentOf("NAME") is { } name
            ? Suggestion.Ask(name, (await Live(paths).NamesAsync()).Select(candidate => candidate.Word))
            : "";
        return Failure.Write(
            context.Error, ExitCode.Of(failure.Error), near.Length > 0 ? failure.Message.TrimEnd('?') + near : failure.Message, HintFor(failure, stack));
    }

    private string HintFor(LaminaException failure, StackFailure stack) => failure.Error switch
    {
        LaminaError.NameUnknown or LaminaError.NoListener or LaminaError.ProgramNotStarted or LaminaError.NameInUse => "lamina name list",
        LaminaError.StackLost => stack.StartDaemon,
        LaminaError.NoResources => "lamina flow list",
        LaminaError.Incompatible => "lamina version, on both sides",
        LaminaError.Timeout or LaminaError.FlowLost or LaminaError.PeerDied => "lamina doctor",
        LaminaError.Denied when failure.InnerException is AttachException attach => attach.Outcome.Hint,
        LaminaError.Denied when failure.InnerException is not null => "run it as the user of the daemon, or as one whom it lets in: \"access\" in its configuration",
        LaminaError.Denied when ArgumentOf("NAME") is { } name =>
            $"lamina ipcp list, on both sides: a bearer carries programs only where it is insecure, and another layer wants credentials. Where the name is served: lamina name would {name} --peer ID, with this node's id (lamina status)",
        LaminaError.Denied => "lamina name list",
        LaminaError.Refused => "lamina doctor, on the other side",
        _ => "",
    };

    private LiveWords Live(StackPaths paths) => new(context, paths, LiveWords.ForSuggestion, CancellationToken.None);

    /// <summary>What is to be asked about a layer that the stack is not in; null where it is, or does not say.</summary>
    private async Task<string?> AskAboutLayerAsync(string layer, StackPaths paths)
    {
        string[] layers = [.. (await Live(paths).LayersAsync()).Select(candidate => candidate.Word)];
        return layers.Length == 0 || layers.Contains(layer) ? null : Suggestion.Ask(layer, layers);
    }

    private string? OptionOf(string name) =>
        result.CommandResult.Command.Options.FirstOrDefault(option => option.Name == name) is { } option
            && result.GetResult(option) is { Tokens: [{ Value: var value }] } ? value : null;

    private string? ArgumentOf(string name) =>
        result.CommandResult.Command.Arguments.FirstOrDefault(argument => argument.Name == name) is { } argument
            && result.GetResult(argument) is { Tokens: [{ Value: var value }] } ? value : null;
}
