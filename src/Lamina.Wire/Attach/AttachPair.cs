using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// Memory that two programs of a stack share.
/// <code>
/// type 1 = 32 (Pair), 33 (PairOver) or 34 (PairFailed) | pair 4 | detail 1
/// </code>
/// The detail of Pair is the side: 1 for the one that reads the first ring, 0 for the other. That of PairFailed is 1 where the memory was used and is
/// broken, 0 where it could not be used at all. That of PairOver is 0.
/// </summary>
/// <param name="Type">Pair, PairOver or PairFailed.</param>
/// <param name="Number">The pair's number in this attachment; not 0.</param>
/// <param name="Detail">The first ring's reader, or: broken.</param>
public readonly record struct AttachPair(AttachMessageType Type, uint Number, bool Detail)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 6;

    /// <summary>Writes the message; returns its length.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        writer.WriteByte((byte)Type);
        writer.WriteUInt32(Number);
        writer.WriteByte(Detail ? (byte)1 : (byte)0);
        return writer.Length;
    }

    /// <summary>Reads the message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out AttachPair message)
    {
        var reader = new SpanReader(from);
        var type = (AttachMessageType)reader.ReadByte();
        uint number = reader.ReadUInt32();
        byte detail = reader.ReadByte();
        message = new AttachPair(type, number, detail == 1);
        return type is AttachMessageType.Pair or AttachMessageType.PairOver or AttachMessageType.PairFailed
            && number != 0 && detail <= 1 && !reader.Failed && reader.Rest.IsEmpty;
    }
}
