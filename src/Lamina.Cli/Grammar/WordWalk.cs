using System.CommandLine;

namespace Lamina.Cli.Grammar;

/// <summary>
/// Follows typed words down the tree of commands, without reading their values: which command they mean so far, which of its
/// arguments comes next, and whether an option waits for its value.
/// </summary>
internal sealed class WordWalk(Command root)
{
    private readonly List<(Option Option, string Value)> _values = [];
    private readonly HashSet<Option> _given = [];
    private readonly List<Command> _path = [root];
    private int _arguments;

    public Command Command => _path[^1];

    /// <summary>The option whose value comes next.</summary>
    public Option? Awaiting { get; private set; }

    /// <summary>True after "--": all that follows are arguments.</summary>
    public bool OnlyArguments { get; private set; }

    /// <summary>True where a command may come next.</summary>
    public bool IsCommandPlace => !OnlyArguments && Awaiting is null && _arguments == 0 && Command.Subcommands.Count > 0;

    /// <summary>The argument that comes next; the last one where it takes several.</summary>
    public Argument? NextArgument => _arguments < Command.Arguments.Count ? Command.Arguments[_arguments]
        : Command.Arguments.LastOrDefault() is { Arity.MaximumNumberOfValues: > 1 } last ? last
        : null;

    /// <summary>What may be said here: the command's own options and those that all commands take.</summary>
    public IEnumerable<Option> Options => Command.Options
        .Concat(_path.SkipLast(1).SelectMany(above => above.Options.Where(option => option.Recursive)))
        .DistinctBy(option => option.Name);

    public bool IsGiven(Option option) => _given.Contains(option);

    /// <summary>The last value of an option, as it was typed.</summary>
    public string? ValueOf(string option) => _values.LastOrDefault(pair => pair.Option.Name == option).Value;

    public void Take(string word)
    {
        if (Awaiting is { } waiting)
        {
            // A shell that takes --name=value apart hands "=" over as a word of its own.
            if (word != "=")
            {
                _values.Add((waiting, word));
                Awaiting = null;
            }
        }
        else if (OnlyArguments)
        {
            _arguments++;
        }
        else if (word == "--")
        {
            OnlyArguments = true;
        }
        else if (word.Length > 1 && word[0] == '-')
        {
            TakeOption(word);
        }
        else if (IsCommandPlace && Command.Subcommands.FirstOrDefault(verb => verb.Name == word) is { } next)
        {
            _path.Add(next);
        }
        else
        {
            _arguments++;
        }
    }

    /// <summary>The option that a word names; null for none.</summary>
    public Option? Find(string name) => Options.FirstOrDefault(option => option.Name == name || option.Aliases.Contains(name));

    private void TakeOption(string word)
    {
        int equals = word.IndexOf('=', StringComparison.Ordinal);
        if (Find(equals < 0 ? word : word[..equals]) is not { } option)
        {
            return;
        }

        _given.Add(option);
        if (equals >= 0)
        {
            _values.Add((option, word[(equals + 1)..]));
        }
        else if (SymbolText.TakesValue(option))
        {
            Awaiting = option;
        }
    }
}
