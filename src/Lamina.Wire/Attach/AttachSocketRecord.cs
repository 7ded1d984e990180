using System.Buffers.Binary;

namespace Lamina.Wire.Attach;

/// <summary>
/// A record on the socket, where there is no shared memory: what is in a ring there, with its tag.
/// <code>
/// type 1 = 41 | tag 4 | record (AttachRecord, or AttachGrant where the tag is 0)
/// </code>
/// </summary>
public static class AttachSocketRecord
{
    /// <summary>Bytes before the record.</summary>
    public const int HeaderLength = 5;

    /// <summary>Longest message.</summary>
    public const int MaxLength = HeaderLength + AttachRecord.MaxLength;

    /// <summary>Writes what is before the record.</summary>
    public static void WriteHeader(Span<byte> message, uint tag)
    {
        message[0] = (byte)AttachMessageType.Record;
        BinaryPrimitives.WriteUInt32BigEndian(message[1..], tag);
    }

    /// <summary>Takes the message apart; the record is still to be read.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out uint tag, out ReadOnlySpan<byte> record)
    {
        if (message.Length is < HeaderLength or > MaxLength || AttachProtocol.TypeOf(message) != AttachMessageType.Record)
        {
            tag = 0;
            record = default;
            return false;
        }

        tag = BinaryPrimitives.ReadUInt32BigEndian(message[1..]);
        record = message[HeaderLength..];
        return true;
    }
}
