using System.Globalization;

namespace Lamina.Core;

/// <summary>
/// How a layer reads its addresses: their size on the wire, and how many bits each level has, the highest level first.
/// One level for all bits is a flat layer.
/// </summary>
public sealed class AddressFormat
{
    private readonly int[] _bits;

    /// <summary>A format.</summary>
    /// <param name="size">Bytes on the wire, 1 to 8.</param>
    /// <param name="bitsPerLevel">Bits of each level, the highest first; none: one level. Their sum is at most 8 × size.</param>
    public AddressFormat(int size, params int[] bitsPerLevel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bitsPerLevel.Sum(), 8 * size);
        Size = size;
        _bits = bitsPerLevel.Length == 0 ? [8 * size] : bitsPerLevel;
    }

    /// <summary>Flat addresses of four bytes: the default.</summary>
    public static AddressFormat Default { get; } = new(4);

    /// <summary>Bytes on the wire.</summary>
    public int Size { get; }

    /// <summary>Number of levels.</summary>
    public int Levels => _bits.Length;

    /// <summary>The largest address that the wire carries.</summary>
    public ulong Mask => Size == 8 ? ulong.MaxValue : (1UL << (8 * Size)) - 1;

    /// <summary>The part of an address at a level, 0 being the highest.</summary>
    public ulong Part(Address address, int level)
    {
        int shift = 0;
        for (int i = level + 1; i < _bits.Length; i++)
        {
            shift += _bits[i];
        }

        return shift >= 64 ? 0 : (address.Value >> shift) & Ones(_bits[level]);
    }

    /// <summary>Text of an address, <c>2.4.1</c> with three levels.</summary>
    public string Format(Address address) => string.Join('.', Enumerable.Range(0, Levels)
        .Select(level => Part(address, level).ToString(CultureInfo.InvariantCulture)));

    /// <summary>Reads the text of an address.</summary>
    /// <returns>False when the number of parts is not the number of levels, or a part does not fit its bits.</returns>
    public bool TryParse(string text, out Address address)
    {
        string[] parts = text.Split('.');
        ulong value = 0;
        address = default;
        if (parts.Length != Levels)
        {
            return false;
        }

        for (int level = 0; level < Levels; level++)
        {
            if (!ulong.TryParse(parts[level], NumberStyles.None, CultureInfo.InvariantCulture, out ulong part)
                || part > Ones(_bits[level]))
            {
                return false;
            }

            value = _bits[level] == 64 ? part : (value << _bits[level]) | part;
        }

        address = new Address(value);
        return true;
    }

    private static ulong Ones(int bits) => bits == 64 ? ulong.MaxValue : (1UL << bits) - 1;
}
