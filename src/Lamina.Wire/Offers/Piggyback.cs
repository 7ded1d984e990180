using Lamina.Core;

namespace Lamina.Wire.Offers;

/// <summary>
/// What two flow ends put into the data of an allocation, behind the handshake: an offer or answer, then the user's own.
/// <code>
/// +-------------------------------+------------------+------------------+
/// | length of the offer (16 bits) | offer or answer  | user data        |
/// +-------------------------------+------------------+------------------+
/// </code>
/// </summary>
public static class Piggyback
{
    /// <summary>Bytes in front of the offer.</summary>
    public const int Overhead = 2;

    /// <summary>Puts both together.</summary>
    public static byte[] Write(ReadOnlySpan<byte> offer, ReadOnlySpan<byte> userData)
    {
        byte[] data = new byte[Overhead + offer.Length + userData.Length];
        var writer = new SpanWriter(data);
        writer.WriteUInt16(checked((ushort)offer.Length));
        writer.WriteBytes(offer);
        writer.WriteBytes(userData);
        return data;
    }

    /// <summary>Takes both apart; they are slices of <paramref name="data"/>.</summary>
    /// <returns>False where the data are shorter than they say.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> data, out ReadOnlyMemory<byte> offer, out ReadOnlyMemory<byte> userData)
    {
        bool found = TryRead(data.Span, out ReadOnlySpan<byte> offerBytes, out _);
        offer = found ? data.Slice(Overhead, offerBytes.Length) : default;
        userData = found ? data[(Overhead + offerBytes.Length)..] : default;
        return found;
    }

    /// <summary>Takes both apart; they are slices of <paramref name="data"/>.</summary>
    /// <returns>False where the data are shorter than they say.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out ReadOnlySpan<byte> offer, out ReadOnlySpan<byte> userData)
    {
        var reader = new SpanReader(data);
        offer = reader.ReadBytes(reader.ReadUInt16());
        userData = reader.Failed ? default : reader.Rest;
        return !reader.Failed;
    }
}
