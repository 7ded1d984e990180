using System.CommandLine;
using System.CommandLine.Completions;
using Lamina.Cli.Grammar;
using Lamina.Daemon.Hosting;

namespace Lamina.Cli.Completion;

/// <summary>What may come next on a line, from the tree of commands and from what runs.</summary>
internal sealed class Completer(CliContext context, Command root)
{
    /// <param name="words">The words after "lamina"; the last one is what is being typed, and may be empty.</param>
    /// <param name="cancel">Ends the questions to the stack.</param>
    public async Task<IReadOnlyList<Candidate>> CompleteAsync(IReadOnlyList<string> words, CancellationToken cancel)
    {
        string typed = words.Count == 0 ? "" : words[^1];
        IReadOnlyList<string> before = Abbreviation.Expand(root, [.. words.SkipLast(1)]);
        WordWalk walk = new(root);
        foreach (string word in before)
        {
            walk.Take(word);
        }

        string head = "";
        if (walk.Awaiting is null && !walk.OnlyArguments && typed.StartsWith('-')
            && typed.IndexOf('=', StringComparison.Ordinal) is > 0 and int equals)
        {
            walk.Take(typed[..equals]);
            head = typed[..(equals + 1)];
            typed = typed[(equals + 1)..];
        }
        else if (walk.Awaiting is not null && typed == "=")
        {
            typed = "";
        }

        IEnumerable<Candidate> found = await CandidatesAsync(walk, typed, cancel);
        return
        [
            .. found.Where(candidate => candidate.Word.StartsWith(typed, StringComparison.Ordinal) || candidate.Word.StartsWith(':'))
                .Select(candidate => candidate.Word.StartsWith(':') ? candidate : candidate with { Word = head + candidate.Word }),
        ];
    }

    private async Task<IEnumerable<Candidate>> CandidatesAsync(WordWalk walk, string typed, CancellationToken cancel)
    {
        LiveWords live = new(context, StackOf(walk), LiveWords.ForCompletion, cancel);
        if (walk.Awaiting is { } option)
        {
            return await ValuesAsync(option, SymbolText.Placeholder(option), live);
        }

        if (!walk.OnlyArguments && typed.StartsWith('-'))
        {
            return walk.Options.Where(known => !known.Hidden && (known.Arity.MaximumNumberOfValues > 1 || !walk.IsGiven(known)))
                .Select(known => new Candidate(known.Name, known.Description ?? ""));
        }

        if (walk.IsCommandPlace)
        {
            return walk.Command.Subcommands.Where(verb => !verb.Hidden)
                .Select(verb => new Candidate(verb.Name, CommandText.Of(verb).Sentence))
                .Concat(await ArgumentsAsync(walk, live));
        }

        return await ArgumentsAsync(walk, live);
    }

    private static async Task<IEnumerable<Candidate>> ArgumentsAsync(WordWalk walk, LiveWords live) =>
        walk.NextArgument is { } argument ? await ValuesAsync(argument, argument.Name, live) : [];

    /// <summary>A list of words where the symbol has one; else what its placeholder stands for.</summary>
    private static async Task<IEnumerable<Candidate>> ValuesAsync(Symbol symbol, string placeholder, LiveWords live)
    {
        IEnumerable<CompletionItem> fixedWords = symbol.GetCompletions(CompletionContext.Empty);
        Candidate[] words = symbol is Command ? [] : [.. fixedWords.Select(item => new Candidate(item.Label))];
        return words.Length > 0 ? words : placeholder switch
        {
            "IPCP" => await live.IpcpsAsync(),
            "LAYER" => await live.LayersAsync(),
            "NAME" => await live.NamesAsync(),
            "NAME|PATH" => live.Stacks(),
            "FILE" or "PATH" => [Candidate.Files],
            "DIRECTORY" => [Candidate.Directories],
            _ => [],
        };
    }

    private StackPaths StackOf(WordWalk walk) => StackPaths.Resolve(
        walk.ValueOf("--stack") ?? (context.Environment("LAMINA_STACK") is { Length: > 0 } named ? named : GlobalOptions.DefaultStack),
        context.RuntimeDirectory);
}
