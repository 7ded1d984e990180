namespace Lamina.EndToEnd.Tests.Documents;

/// <summary>A command of a page that shows a session, and what it shows below it.</summary>
/// <param name="Section">The heading above it.</param>
/// <param name="Host">Where it is typed, as the sentence before the block says; empty: it does not say.</param>
/// <param name="Text">The line as a shell takes it, without a closing ampersand.</param>
/// <param name="GoesOn">True where it ended with an ampersand.</param>
/// <param name="Shown">Lines of its output, each with `...` for what differs.</param>
internal sealed record SessionStep(string Section, string Host, string Text, bool GoesOn, IReadOnlyList<string> Shown)
{
    /// <summary>True where asking again changes nothing: a person who sees the old state looks again.</summary>
    public bool IsLook => Text.Split(' ') is ["lamina", "status" or "doctor" or "doctor;" or "trace" or "show", ..];
}
