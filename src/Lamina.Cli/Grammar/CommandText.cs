using System.CommandLine;

namespace Lamina.Cli.Grammar;

/// <summary>What a command says of itself: a sentence, and an example after "Example: ".</summary>
internal readonly record struct CommandText(string Sentence, string Example)
{
    private const string Mark = "Example: ";

    public static CommandText Of(Command command)
    {
        string text = command.Description ?? "";
        int at = text.IndexOf(Mark, StringComparison.Ordinal);
        return at < 0 ? new CommandText(text.Trim(), "") : new CommandText(text[..at].Trim(), text[(at + Mark.Length)..].Trim());
    }
}
