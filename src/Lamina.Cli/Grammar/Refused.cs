using System.CommandLine;

namespace Lamina.Cli.Grammar;

/// <summary>
/// Parts of the grammar that this version cannot honour: they are recognised, so that the answer is a reason
/// and not "unknown", and never ignored.
/// </summary>
public static class Refused
{
    public static Option<string[]> Option(string name, string why)
    {
        Option<string[]> option = new(name) { Hidden = true, Arity = ArgumentArity.ZeroOrMore };
        option.Validators.Add(result => result.AddError($"{name} cannot be used yet: {why}"));
        return option;
    }

    public static Command Command(string name, string why)
    {
        Command command = new(name, why) { Hidden = true, TreatUnmatchedTokensAsErrors = false };
        command.SetAction(int (_) => throw Describe(command));
        return command;
    }

    /// <summary>True for a command that is only refused.</summary>
    public static bool Covers(Command command) => command is { Hidden: true, TreatUnmatchedTokensAsErrors: false };

    public static CommandException Describe(Command command) =>
        new(ExitCode.Usage, $"'{command.Name}' does not exist yet: {command.Description}", $"{LaminaCommand.Name} --help");
}
