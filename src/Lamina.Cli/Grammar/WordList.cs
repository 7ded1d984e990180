using System.CommandLine;
using System.CommandLine.Completions;
using Lamina.Core;

namespace Lamina.Cli.Grammar;

/// <summary>Values that are one of some words: others are refused with a sentence, and shells complete them.</summary>
public static class WordList
{
    public static Option<string?> OneOf(this Option<string?> option, params string[] words)
    {
        option.Suggesting(words);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: string word }] && !words.Contains(word))
            {
                result.AddError(Refusal(option.Name, word, words));
            }
        });
        return option;
    }

    public static Argument<string?> OneOf(this Argument<string?> argument, params string[] words)
    {
        argument.Suggesting(words);
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: string word }] && !words.Contains(word))
            {
                result.AddError(Refusal(argument.Name, word, words));
            }
        });
        return argument;
    }

    /// <summary>Only completes them: the daemon may know more.</summary>
    public static Option<T> Suggesting<T>(this Option<T> option, params string[] words)
    {
        option.CompletionSources.Add(_ => words.Select(word => new CompletionItem(word)));
        return option;
    }

    /// <summary>Only completes them: other words may be right as well.</summary>
    public static Argument<T> Suggesting<T>(this Argument<T> argument, params string[] words)
    {
        argument.CompletionSources.Add(_ => words.Select(word => new CompletionItem(word)));
        return argument;
    }

    private static string Refusal(string what, string word, string[] words) =>
        $"{what} {word}: it must be one of {string.Join(", ", words)}{Suggestion.Ask(word, words)}";
}
