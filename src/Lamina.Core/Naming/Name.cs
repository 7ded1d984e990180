using System.Text;

namespace Lamina.Core;

/// <summary>
/// What a user asks for: a flat name, 1 to 255 bytes of UTF-8 without control characters. Layers never see it,
/// only its <see cref="NameHash"/>.
/// </summary>
public readonly record struct Name
{
    /// <summary>The longest name, in bytes of UTF-8.</summary>
    public const int MaxLength = 255;

    private readonly string? _value;

    private Name(string value) => _value = value;

    /// <summary>The text; empty for the default value, which names nothing.</summary>
    public string Value => _value ?? "";

    /// <summary>Makes a name; throws where <see cref="TryParse"/> says no. For names that are known to be good.</summary>
    public static Name Parse(string text) =>
        TryParse(text, out Name name) ? name : throw new FormatException($"'{text}' is not a name");

    /// <summary>Makes a name of a text.</summary>
    /// <returns>False when it is empty, longer than <see cref="MaxLength"/>, or has control characters.</returns>
    public static bool TryParse(string? text, out Name name)
    {
        name = default;
        if (string.IsNullOrEmpty(text) || Encoding.UTF8.GetByteCount(text) > MaxLength)
        {
            return false;
        }

        foreach (char c in text)
        {
            if (char.IsControl(c))
            {
                return false;
            }
        }

        name = new Name(text);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
