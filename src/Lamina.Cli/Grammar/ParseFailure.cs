using System.CommandLine;

namespace Lamina.Cli.Grammar;

/// <summary>Says what is wrong with a command line: one sentence and the next command to try.</summary>
public static class ParseFailure
{
    public static CommandException Describe(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        string help = $"{PathOf(result)} --help";
        // A refusal gives its reason; it says more than the words that it left unmatched.
        if (result.Errors.FirstOrDefault(error => error.Message.Contains("cannot be used yet", StringComparison.Ordinal)) is { } refusal)
        {
            return new CommandException(ExitCode.Usage, refusal.Message, help);
        }

        if (result.UnmatchedTokens is [string token, ..])
        {
            bool isOption = token.StartsWith('-');
            IEnumerable<string> known = isOption
                ? command.Options.Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name))
                : command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name);
            string message = $"'{PathOf(result)}' knows no {(isOption ? "option" : "command or argument")} '{token}'";
            return Suggestion.Find(token, known) is { } near
                ? new CommandException(ExitCode.Usage, $"{message}, did you mean '{near}'?", $"{PathOf(result)} {near}")
                : new CommandException(ExitCode.Usage, message, help);
        }

        return new CommandException(ExitCode.Usage, result.Errors[0].Message.TrimEnd('.'), help);
    }

    /// <summary>"lamina ipcp create" as it was typed, without arguments.</summary>
    private static string PathOf(ParseResult result)
    {
        List<string> words = [];
        for (var at = result.CommandResult; at is not null; at = at.Parent as System.CommandLine.Parsing.CommandResult)
        {
            words.Insert(0, at.Command.Name);
        }

        return string.Join(' ', words);
    }
}
