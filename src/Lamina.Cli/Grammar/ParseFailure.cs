using System.CommandLine;
using System.CommandLine.Parsing;
using Lamina.Core;

namespace Lamina.Cli.Grammar;

/// <summary>Says what is wrong with a command line: one sentence and the next command to try.</summary>
public static class ParseFailure
{
    /// <summary>
    /// A command that needs arguments, alone: whoever types it asks what it can do, and gets the answer of --help. It stays a failure, since a script that lost
    /// its variable types the same.
    /// </summary>
    public static bool IsOfNothingSaid(ParseResult result) =>
        result.Tokens.All(token => token.Type == TokenType.Command) && !Refused.Covers(result.CommandResult.Command);

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
            if (!isOption && Abbreviation.Candidates(command, token) is { Count: > 1 } several)
            {
                return new CommandException(ExitCode.Usage, $"'{token}' could mean {string.Join(" or ", several)}", help);
            }

            string message = $"'{PathOf(result)}' knows no {(isOption ? "option" : "command or argument")} '{token}'";
            return Suggestion.Find(token, known) is { } near
                ? new CommandException(ExitCode.Usage, $"{message}, did you mean '{near}'?", $"{PathOf(result)} {near}")
                : new CommandException(ExitCode.Usage, message, help);
        }

        return new CommandException(ExitCode.Usage, SentenceFor(result), help);
    }

    /// <summary>The grammar's own sentence where it has one; the parser's speak of its types.</summary>
    private static string SentenceFor(ParseResult result)
    {
        foreach (SymbolResult child in result.CommandResult.Children)
        {
            if (child is OptionResult { Tokens: [{ Value: string value }] } option
                && NumberText.KindOf(option.Option.ValueType) is { } kind && !NumberText.IsOf(option.Option.ValueType, value)
                && !result.Errors[0].Message.StartsWith(option.Option.Name, StringComparison.Ordinal))
            {
                return $"{option.Option.Name} {value}: it must be {kind}";
            }
        }

        string message = result.Errors[0].Message.TrimEnd('.');
        return message.StartsWith("Required argument missing for command", StringComparison.Ordinal)
            && result.CommandResult.Command.Arguments.FirstOrDefault(argument =>
                argument.Arity.MinimumNumberOfValues > 0 && result.GetResult(argument) is not { Tokens.Count: > 0 }) is { } missing
            ? $"{missing.Name} is missing: {missing.Description?.ToLowerInvariant()}"
            : message;
    }

    /// <summary>"lamina ipcp create" as it was typed, without arguments.</summary>
    private static string PathOf(ParseResult result)
    {
        List<string> words = [];
        for (var at = result.CommandResult; at is not null; at = at.Parent as CommandResult)
        {
            words.Insert(0, at.Command.Name);
        }

        return string.Join(' ', words);
    }
}
