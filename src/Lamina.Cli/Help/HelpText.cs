using System.CommandLine;
using Lamina.Cli.Grammar;

namespace Lamina.Cli.Help;

/// <summary>What a command can do, on one screen: sentence, usage, commands, arguments, options, example.</summary>
internal sealed class HelpText(TextWriter output)
{
    public void Write(Command command)
    {
        CommandText text = CommandText.Of(command);
        output.WriteLine(text.Sentence);
        output.WriteLine();
        output.WriteLine($"Usage: {Usage(command)}");
        WriteCommands(command);
        WriteRows("Arguments:", command.Arguments.Where(argument => !argument.Hidden)
            .Select(argument => (SymbolText.Of(argument), argument.Description ?? "")));
        WriteRows("Options:", SymbolText.OptionsOf(command).Select(option => (SymbolText.Of(option), SymbolText.Describe(option))));
        if (text.Example.Length > 0)
        {
            output.WriteLine();
            output.WriteLine($"Example: {text.Example}");
        }
    }

    /// <summary>"lamina ping [NAME] [options]", with the options that must be there.</summary>
    public static string Usage(Command command)
    {
        IEnumerable<string> words =
        [
            SymbolText.PathOf(command),
            .. !command.Subcommands.Any(verb => !verb.Hidden) ? Array.Empty<string>() : command.Arguments.Count > 0 ? ["[COMMAND]"] : ["COMMAND"],
            .. command.Arguments.Where(argument => !argument.Hidden).Select(SymbolText.Of),
            .. command.Options.Where(option => option.Required).Select(option => $"{option.Name} {SymbolText.Placeholder(option)}"),
            "[options]",
        ];
        return string.Join(' ', words);
    }

    private void WriteCommands(Command command)
    {
        Dictionary<string, Command> verbs = command.Subcommands.Where(verb => !verb.Hidden).ToDictionary(verb => verb.Name);
        if (verbs.Count == 0)
        {
            return;
        }

        bool isRoot = !command.Parents.OfType<Command>().Any();
        if (!isRoot)
        {
            WriteRows("Commands:", verbs.Values.Select(verb => (verb.Name, CommandText.Of(verb).Sentence)));
            return;
        }

        int width = verbs.Keys.Max(name => name.Length);
        output.WriteLine();
        output.WriteLine($"Commands: (lamina COMMAND --help says more of each)");
        foreach ((string title, IReadOnlyList<string> names) in Topics.Arrange([.. verbs.Keys]))
        {
            output.WriteLine($" {title}");
            foreach (string name in names)
            {
                output.WriteLine($"  {name.PadRight(width)}  {CommandText.Of(verbs[name]).Sentence}");
            }
        }
    }

    private void WriteRows(string title, IEnumerable<(string Left, string Right)> rows)
    {
        (string Left, string Right)[] all = [.. rows];
        if (all.Length == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(title);
        int width = all.Max(row => row.Left.Length);
        foreach ((string left, string right) in all)
        {
            output.WriteLine($"  {left.PadRight(width)}  {right}".TrimEnd());
        }
    }
}
