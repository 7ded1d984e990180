using System.Text.Json;

namespace Lamina.Daemon.Configuration.Text;

/// <summary>A value of a configuration and its place.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Position">Where it begins.</param>
/// <param name="Value">Of a text: the text. Of a number or a word: how it is written. Else empty.</param>
internal sealed record ConfigNode(JsonValueKind Kind, ConfigPosition Position, string Value = "")
{
    /// <summary>Of a list.</summary>
    public List<ConfigNode> Items { get; } = [];

    /// <summary>Of an object, in the order of the file; each name once.</summary>
    public List<(string Name, ConfigPosition Position, ConfigNode Value)> Members { get; } = [];

    /// <summary>What a person would call it.</summary>
    public string Describe() => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text \"{Value}\"",
        JsonValueKind.Number => $"the number {Value}",
        _ => Value,
    };
}
