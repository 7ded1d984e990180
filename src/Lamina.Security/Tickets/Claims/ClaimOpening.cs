using Lamina.Core;
using Lamina.Security.Handshake;

namespace Lamina.Security.Tickets.Claims;

/// <summary>
/// The first that a joiner says, in clear but for what the handshake seals.
/// <code>
/// +---------+----------+-------------------------------------+
/// | suite 1 | number 4 | first message of the handshake      |
/// +---------+----------+-------------------------------------+
/// </code>
/// </summary>
public readonly ref struct ClaimOpening
{
    /// <summary>Bytes besides the handshake's.</summary>
    public const int HeaderLength = 5;

    /// <summary>The primitives; there is one suite yet, of which every node has a key.</summary>
    public HandshakeSuiteId Suite { get; init; }

    /// <summary>The ticket's number.</summary>
    public uint Number { get; init; }

    /// <summary>The handshake's first message.</summary>
    public ReadOnlySpan<byte> Message { get; init; }

    /// <summary>Reads it; false where it is too short.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ClaimOpening opening)
    {
        var reader = new SpanReader(bytes);
        var suite = (HandshakeSuiteId)reader.ReadByte();
        uint number = reader.ReadUInt32();
        opening = new() { Suite = suite, Number = number, Message = reader.Rest };
        return !reader.Failed && !reader.Rest.IsEmpty;
    }

    /// <summary>Writes it.</summary>
    public byte[] Write()
    {
        byte[] bytes = new byte[HeaderLength + Message.Length];
        var writer = new SpanWriter(bytes);
        writer.WriteByte((byte)Suite);
        writer.WriteUInt32(Number);
        writer.WriteBytes(Message);
        return bytes;
    }
}
