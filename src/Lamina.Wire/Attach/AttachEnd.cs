using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// Something ends with a reason: an allocation or a wish for a former flow (Refused, Withdraw), an arrival (Refuse), a flow (Close), or the
/// attachment (Farewell, with number 0).
/// <code>
/// type 1 = 8 (Refused), 11 (Refuse), 13 (Close), 14 (Withdraw) or 18 (Farewell) | request or flow 4 | reason 1
/// </code>
/// </summary>
/// <param name="Type">Refused, Refuse, Close, Withdraw or Farewell.</param>
/// <param name="Number">The request for Refused and Withdraw, the flow for the others.</param>
/// <param name="Reason">Why; one that is not known reads as Other.</param>
public readonly record struct AttachEnd(AttachMessageType Type, uint Number, CloseReason Reason)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 6;

    /// <summary>Writes the message; returns its length.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        writer.WriteByte((byte)Type);
        writer.WriteUInt32(Number);
        writer.WriteByte((byte)Reason);
        return writer.Length;
    }

    /// <summary>Reads the message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out AttachEnd message)
    {
        var reader = new SpanReader(from);
        var type = (AttachMessageType)reader.ReadByte();
        message = new AttachEnd(type, reader.ReadUInt32(), ToReason(reader.ReadByte()));
        return type is AttachMessageType.Refused or AttachMessageType.Refuse or AttachMessageType.Close or AttachMessageType.Withdraw
            or AttachMessageType.Farewell
            && !reader.Failed && reader.Rest.IsEmpty;
    }

    internal static CloseReason ToReason(byte value) => Enum.IsDefined((CloseReason)value) ? (CloseReason)value : CloseReason.Other;
}
