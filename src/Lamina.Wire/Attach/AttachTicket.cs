using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// A sealed ticket on its way: to the application that keeps it (Ticket, with the flow's number), or back to a daemon (Reattach, with
/// the number of the request). The application reads nothing of it.
/// <code>
/// type 1 = 15 (Ticket) or 16 (Reattach) | flow or request 4 | sealed ticket to the end
/// </code>
/// </summary>
public readonly ref struct AttachTicket
{
    /// <summary>Ticket or Reattach.</summary>
    public AttachMessageType Type { get; init; }

    /// <summary>The flow, or the request.</summary>
    public uint Number { get; init; }

    /// <summary>The ticket and its seal.</summary>
    public ReadOnlySpan<byte> Sealed { get; init; }

    /// <summary>Writes the message; returns its length, 0 where it does not fit.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        writer.WriteByte((byte)Type);
        writer.WriteUInt32(Number);
        writer.WriteBytes(Sealed);
        return writer.Failed ? 0 : writer.Length;
    }

    /// <summary>Reads the message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out AttachTicket message)
    {
        var reader = new SpanReader(from);
        var type = (AttachMessageType)reader.ReadByte();
        uint number = reader.ReadUInt32();
        message = new AttachTicket { Type = type, Number = number, Sealed = reader.Rest };
        return type is AttachMessageType.Ticket or AttachMessageType.Reattach && !reader.Failed && !message.Sealed.IsEmpty;
    }
}
