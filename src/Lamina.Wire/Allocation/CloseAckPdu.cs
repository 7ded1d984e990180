using Lamina.Core;

namespace Lamina.Wire.Allocation;

/// <summary>
/// Says that a close has come; sent also where nothing was known of the flow, so that repetition ends.
/// <code>
///  +---------------------------+------------------+
///  | header: EID of this end   | EID of the other |
///  +---------------------------+------------------+
/// </code>
/// </summary>
/// <param name="SourceEid">EID of the end that was told, 0 where it is not known.</param>
/// <param name="SourceAddress">Address of the sender; 0 where the layer has none.</param>
/// <param name="ReceiverEid">EID of the end that said Close.</param>
public readonly record struct CloseAckPdu(ulong SourceEid, ulong SourceAddress, ulong ReceiverEid)
{
    /// <summary>Reads one that fills the message exactly.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, int addressSize, out CloseAckPdu pdu)
    {
        var reader = new SpanReader(message);
        bool isOne = AllocationHeader.TryRead(ref reader, addressSize, AllocationKind.CloseAck, out AllocationHeader header);
        pdu = new(header.Eid, header.Address, reader.ReadUInt64());
        return isOne && !reader.Failed && reader.Rest.IsEmpty;
    }

    /// <summary>Writes it.</summary>
    /// <returns>Bytes written; 0 when it does not fit.</returns>
    public int Write(Span<byte> target, int addressSize)
    {
        var writer = new SpanWriter(target);
        new AllocationHeader(AllocationHeader.CurrentVersion, AllocationKind.CloseAck, SourceEid, SourceAddress)
            .Write(ref writer, addressSize);
        writer.WriteUInt64(ReceiverEid);
        return writer.Failed ? 0 : writer.Length;
    }
}
