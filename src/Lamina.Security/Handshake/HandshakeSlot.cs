using Lamina.Core;

namespace Lamina.Security.Handshake;

/// <summary>
/// The place of the handshake in the piggybacked data of flow allocation, in front of what the ends of the flow say:
/// <code>
///  +-----------+----------------------+-------------+---------------------+
///  | suite u8  | handshake length u16 |  handshake  |  inner (the rest)   |
///  +-----------+----------------------+-------------+---------------------+
/// </code>
/// </summary>
public readonly ref struct HandshakeSlot
{
    /// <summary>Bytes besides the handshake and what is inside.</summary>
    public const int HeaderLength = 3;

    /// <summary>The suite.</summary>
    public HandshakeSuiteId Suite { get; init; }

    /// <summary>The handshake's message.</summary>
    public ReadOnlySpan<byte> Handshake { get; init; }

    /// <summary>What the ends of the flow say.</summary>
    public ReadOnlySpan<byte> Inner { get; init; }

    /// <summary>Reads the slot.</summary>
    /// <returns>False when the data are too short.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out HandshakeSlot slot)
    {
        var reader = new SpanReader(data);
        var suite = (HandshakeSuiteId)reader.ReadByte();
        ReadOnlySpan<byte> handshake = reader.ReadBytes(reader.ReadUInt16());
        slot = new() { Suite = suite, Handshake = handshake, Inner = reader.Rest };
        return !reader.Failed;
    }

    /// <summary>Writes the slot.</summary>
    /// <returns>Bytes written; -1 when it does not fit.</returns>
    public int Write(Span<byte> target)
    {
        var writer = new SpanWriter(target);
        writer.WriteByte((byte)Suite);
        writer.WriteUInt16((ushort)Handshake.Length);
        writer.WriteBytes(Handshake);
        writer.WriteBytes(Inner);
        return writer.Failed ? -1 : writer.Length;
    }
}
