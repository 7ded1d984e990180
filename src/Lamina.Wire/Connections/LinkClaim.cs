using Lamina.Core;

namespace Lamina.Wire.Connections;

/// <summary>
/// With which a member of a secure layer asks a neighbour for a data flow: which adjacency it stands on, and that it is the member at its other end. In place of
/// the offer of the flow's ends, which a data flow has not.
/// <code>
/// +--------------+----------+----------+--------+
/// | adjacency  8 | number 8 | nonce 16 | MAC 16 |
/// +--------------+----------+----------+--------+
/// </code>
/// </summary>
/// <param name="Adjacency">Number of the management adjacency, the same at both ends.</param>
/// <param name="Number">Which data flow of it: above all that were asked for before.</param>
public readonly record struct LinkClaim(ulong Adjacency, ulong Number)
{
    /// <summary>Bytes of a claim.</summary>
    public const int Length = SaidLength + MacLength;

    /// <summary>Bytes that the MAC is of; they stand first.</summary>
    public const int SaidLength = 32;

    /// <summary>Bytes of the nonce.</summary>
    public const int NonceLength = 16;

    private const int MacLength = 16;

    /// <summary>Reads a claim; nothing of it is believed before the MAC was checked.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out LinkClaim claim)
    {
        var reader = new SpanReader(bytes);
        claim = new(reader.ReadUInt64(), reader.ReadUInt64());
        return bytes.Length == Length;
    }

    /// <summary>Writes all but the MAC.</summary>
    /// <param name="target">At least <see cref="SaidLength"/> bytes.</param>
    /// <param name="nonce">Random, <see cref="NonceLength"/> bytes.</param>
    public void Write(Span<byte> target, ReadOnlySpan<byte> nonce)
    {
        var writer = new SpanWriter(target);
        writer.WriteUInt64(Adjacency);
        writer.WriteUInt64(Number);
        nonce[..NonceLength].CopyTo(target[writer.Length..]);
    }
}
