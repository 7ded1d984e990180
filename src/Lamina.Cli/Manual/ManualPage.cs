using System.CommandLine;
using Lamina.Cli.Grammar;
using Lamina.Cli.Help;

namespace Lamina.Cli.Manual;

/// <summary>The page of a command, and of its verbs where it has some.</summary>
internal sealed class ManualPage(TextWriter output, string version)
{
    private readonly RoffWriter _roff = new(output);

    /// <summary>"lamina-ipcp" for `lamina ipcp`.</summary>
    public static string NameOf(Command command) => SymbolText.PathOf(command).Replace(' ', '-');

    public void Write(Command command)
    {
        string name = NameOf(command);
        CommandText text = CommandText.Of(command);
        bool isRoot = !command.Parents.OfType<Command>().Any();
        _roff.Title(name, version);
        _roff.Section("NAME");
        _roff.Line($"{name} - {text.Sentence.TrimEnd('.')}");
        _roff.Section("SYNOPSIS");
        WriteSynopsis(command, isRoot);
        _roff.Section("DESCRIPTION");
        _roff.Line(text.Sentence);
        if (isRoot)
        {
            WriteTopics(command);
        }
        else
        {
            WriteVerbs(command);
        }

        WriteSymbols(command, _roff.Section);
        if (text.Example.Length > 0)
        {
            _roff.Section("EXAMPLES");
            _roff.Code(text.Example);
        }

        WriteItems("EXIT STATUS", Background.ExitCodes);
        WriteItems("ENVIRONMENT", Background.Environment);
        WriteItems("FILES", Background.Files);
        WriteSeeAlso(command, isRoot);
    }

    private void WriteSynopsis(Command command, bool isRoot)
    {
        if (isRoot || !Verbs(command).Any())
        {
            _roff.Line(HelpText.Usage(command));
            return;
        }

        _roff.Code([.. Verbs(command).Select(HelpText.Usage)]);
    }

    private void WriteTopics(Command root)
    {
        Dictionary<string, Command> verbs = Verbs(root).ToDictionary(verb => verb.Name);
        _roff.Section("COMMANDS");
        foreach ((string title, IReadOnlyList<string> names) in Topics.Arrange([.. verbs.Keys]))
        {
            _roff.Subsection(title);
            foreach (string name in names)
            {
                _roff.Item($"lamina {name}", CommandText.Of(verbs[name]).Sentence);
            }
        }
    }

    private void WriteVerbs(Command command)
    {
        if (!Verbs(command).Any())
        {
            return;
        }

        _roff.Section("COMMANDS");
        foreach (Command verb in Verbs(command))
        {
            CommandText text = CommandText.Of(verb);
            _roff.Subsection(HelpText.Usage(verb));
            _roff.Line(text.Sentence);
            WriteSymbols(verb, _ => { }, ownOnly: true);
            if (text.Example.Length > 0)
            {
                _roff.Paragraph("Example:");
                _roff.Code(text.Example);
            }
        }
    }

    private void WriteSymbols(Command command, Action<string> begin, bool ownOnly = false)
    {
        (string, string)[] items =
        [
            .. command.Arguments.Where(argument => !argument.Hidden)
                .Select(argument => (SymbolText.Of(argument), argument.Description ?? "")),
            .. (ownOnly ? command.Options.Where(option => !option.Hidden) : SymbolText.OptionsOf(command))
                .Select(option => (SymbolText.Of(option), SymbolText.Describe(option))),
        ];
        if (items.Length > 0)
        {
            begin("OPTIONS");
            foreach ((string term, string meaning) in items)
            {
                _roff.Item(term, meaning);
            }
        }
    }

    private void WriteItems(string title, (string Term, string Meaning)[] items)
    {
        _roff.Section(title);
        foreach ((string term, string meaning) in items)
        {
            _roff.Item(term, meaning);
        }
    }

    private void WriteSeeAlso(Command command, bool isRoot)
    {
        IEnumerable<string> pages = isRoot ? Verbs(command).Select(NameOf) : ["lamina"];
        _roff.Section("SEE ALSO");
        _roff.Line(string.Join(", ", pages.Select(page => $"{page}(1)")));
    }

    private static IEnumerable<Command> Verbs(Command command) => command.Subcommands.Where(verb => !verb.Hidden);
}
