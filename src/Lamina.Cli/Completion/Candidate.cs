namespace Lamina.Cli.Completion;

/// <summary>A word that may come next.</summary>
internal readonly record struct Candidate(string Word, string Description = "")
{
    /// <summary>Not a word: the shell is to offer files.</summary>
    public static readonly Candidate Files = new(":files");

    /// <summary>Not a word: the shell is to offer directories.</summary>
    public static readonly Candidate Directories = new(":directories");
}
