namespace Lamina.EndToEnd.Tests.Documents;

/// <summary>A line of a code block that begins with the program's name.</summary>
/// <param name="Section">The heading above it.</param>
/// <param name="Host">Where it is typed, as the sentence before the block says.</param>
/// <param name="Text">The line as a shell takes it, without a closing ampersand.</param>
/// <param name="GoesOn">True where it ended with an ampersand.</param>
internal sealed record DocumentedCommand(string Section, string Host, string Text, bool GoesOn);
