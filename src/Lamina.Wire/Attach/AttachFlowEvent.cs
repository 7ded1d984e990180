using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// A flow's state changed. Room to write is told in the ring (<see cref="AttachGrant"/>).
/// <code>
/// type 1 = 12 | flow 4 | event 1 (0 up, 1 down, 3 closed) | reason 1 (0 unless closed)
/// </code>
/// </summary>
/// <param name="Flow">The flow's number.</param>
/// <param name="What">Up, Down or Closed.</param>
/// <param name="Reason">Why it closed; one that is not known reads as Other.</param>
public readonly record struct AttachFlowEvent(uint Flow, FlowEvent What, CloseReason Reason)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 7;

    /// <summary>Writes the message; returns its length.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        writer.WriteByte((byte)AttachMessageType.FlowEvent);
        writer.WriteUInt32(Flow);
        writer.WriteByte((byte)What);
        writer.WriteByte((byte)Reason);
        return writer.Length;
    }

    /// <summary>Reads the message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out AttachFlowEvent message)
    {
        var reader = new SpanReader(from);
        bool isEvent = reader.ReadByte() == (byte)AttachMessageType.FlowEvent;
        uint flow = reader.ReadUInt32();
        var what = (FlowEvent)reader.ReadByte();
        message = new AttachFlowEvent(flow, what, AttachEnd.ToReason(reader.ReadByte()));
        return isEvent && what is FlowEvent.Up or FlowEvent.Down or FlowEvent.Closed && !reader.Failed && reader.Rest.IsEmpty;
    }
}
