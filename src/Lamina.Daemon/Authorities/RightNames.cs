using Lamina.Security.Credentials;

namespace Lamina.Daemon.Authorities;

/// <summary>Rights in words. Any name is not among them: it is said by the names.</summary>
public static class RightNames
{
    // In the order of their bits.
    private static readonly string[] Words = ["member", "router", "invite"];

    /// <summary>The words.</summary>
    public static IReadOnlyList<string> All => Words;

    /// <summary>The words of rights.</summary>
    public static IReadOnlyList<string> Of(Rights rights) => [.. Words.Where((_, bit) => ((int)rights & (1 << bit)) != 0)];

    /// <summary>The right of a word; none for an unknown one.</summary>
    public static Rights Parse(string word) => Array.IndexOf(Words, word) is >= 0 and var bit ? (Rights)(1 << bit) : Rights.None;
}
