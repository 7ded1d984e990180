using System.CommandLine;
using System.CommandLine.Invocation;

namespace Lamina.Cli.Help;

/// <summary>Shows what a command can do.</summary>
/// <param name="isAsked">True for --help: it is help even where the rest of the line makes no sense. False for a noun alone.</param>
internal sealed class ShowHelp(bool isAsked) : SynchronousCommandLineAction
{
    public bool IsAsked => isAsked;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => isAsked;

    public override int Invoke(ParseResult parseResult)
    {
        new HelpText(parseResult.InvocationConfiguration.Output).Write(parseResult.CommandResult.Command);
        return ExitCode.Ok;
    }
}
