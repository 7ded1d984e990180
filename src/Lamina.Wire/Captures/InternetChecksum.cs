using System.Buffers.Binary;

namespace Lamina.Wire.Captures;

/// <summary>The checksum of IPv4 and UDP headers (RFC 1071): the complement of the ones' complement sum of 16-bit words.</summary>
internal static class InternetChecksum
{
    /// <summary>Adds bytes to a sum; only the last ones that are added may be odd in number.</summary>
    public static ulong Add(ulong sum, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 2; bytes = bytes[2..])
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes);
        }

        return bytes.Length == 1 ? sum + ((ulong)bytes[0] << 8) : sum;
    }

    /// <summary>The checksum of what was added.</summary>
    public static ushort Fold(ulong sum)
    {
        while (sum > ushort.MaxValue)
        {
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        }

        return (ushort)~sum;
    }
}
