using Lamina.Core;

namespace Lamina.Wire.Allocation;

/// <summary>
/// Ends a flow. A receiver's EID of 0 means that the sender does not know it: a request is withdrawn, or a packet
/// came for an end that does not exist (any more); the receiver then finds its flow by the EID of the sender's end.
/// <code>
///  +---------------------------+------------------+--------+
///  | header: EID of this end   | EID of the other | reason |
///  |                           |   u64, or 0      |   u8   |
///  +---------------------------+------------------+--------+
/// </code>
/// </summary>
/// <param name="SourceEid">EID of the end that is gone.</param>
/// <param name="SourceAddress">Address of the sender; 0 where the layer has none.</param>
/// <param name="ReceiverEid">EID of the receiver's end; 0: not known.</param>
/// <param name="Reason">Why.</param>
public readonly record struct ClosePdu(ulong SourceEid, ulong SourceAddress, ulong ReceiverEid, CloseReason Reason)
{
    /// <summary>Reads one that fills the message exactly.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, int addressSize, out ClosePdu pdu)
    {
        var reader = new SpanReader(message);
        bool isOne = AllocationHeader.TryRead(ref reader, addressSize, AllocationKind.Close, out AllocationHeader header);
        pdu = new(header.Eid, header.Address, reader.ReadUInt64(), ReasonCodec.Read(ref reader));
        return isOne && !reader.Failed && reader.Rest.IsEmpty;
    }

    /// <summary>Writes it.</summary>
    /// <returns>Bytes written; 0 when it does not fit.</returns>
    public int Write(Span<byte> target, int addressSize)
    {
        var writer = new SpanWriter(target);
        new AllocationHeader(AllocationHeader.CurrentVersion, AllocationKind.Close, SourceEid, SourceAddress)
            .Write(ref writer, addressSize);
        writer.WriteUInt64(ReceiverEid);
        writer.WriteByte((byte)Reason);
        return writer.Failed ? 0 : writer.Length;
    }
}
