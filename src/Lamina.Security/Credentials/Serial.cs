using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Lamina.Security.Credentials;

/// <summary>
/// What a revocation names: the serial of a credential, which is the first half of the hash of all that is signed in it, or the first half
/// of a node id.
/// </summary>
/// <param name="Value">The number.</param>
public readonly record struct Serial(UInt128 Value) : IComparable<Serial>
{
    /// <summary>Bytes of it.</summary>
    public const int Length = 16;

    /// <summary>Reads 32 hexadecimal digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Serial serial)
    {
        serial = default;
        if (text is not { Length: 2 * Length } || !UInt128.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out UInt128 value))
        {
            return false;
        }

        serial = new Serial(value);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Serial other) => Value.CompareTo(other.Value);

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => $"{Value:x32}";
}
