using Lamina.Core;

namespace Lamina.Cli;

/// <summary>Ends a command with a sentence, a hint and an exit code.</summary>
public sealed class CommandException(int exitCode, string message, string hint = "") : Exception(message)
{
    public CommandException(Outcome outcome)
        : this(Cli.ExitCode.Of(outcome.Code), outcome.Message, outcome.Hint)
    {
    }

    public int ExitCode { get; } = exitCode;

    public string Hint { get; } = hint;
}
