using Lamina.Core;

namespace Lamina.Wire.Allocation;

/// <summary>
/// Tells the other end how congested the path to the sender is, and where the sender is now.
/// <code>
///  +---------------------------+------------------+------------+
///  | header: EID of this end,  | EID of the other | congestion |
///  | address = the present one |       u64        |    u16     |
///  +---------------------------+------------------+------------+
/// </code>
/// </summary>
/// <param name="SourceEid">EID of the sender's end.</param>
/// <param name="SourceAddress">Address of the sender; 0 where the layer has none.</param>
/// <param name="ReceiverEid">EID of the receiver's end.</param>
/// <param name="Congestion">Share of marked bytes since the last update, in 1/65535.</param>
public readonly record struct UpdatePdu(ulong SourceEid, ulong SourceAddress, ulong ReceiverEid, ushort Congestion)
{
    /// <summary>Reads one that fills the message exactly.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, int addressSize, out UpdatePdu pdu)
    {
        var reader = new SpanReader(message);
        bool isOne = AllocationHeader.TryRead(ref reader, addressSize, AllocationKind.Update, out AllocationHeader header);
        pdu = new(header.Eid, header.Address, reader.ReadUInt64(), reader.ReadUInt16());
        return isOne && !reader.Failed && reader.Rest.IsEmpty;
    }

    /// <summary>Writes it.</summary>
    /// <returns>Bytes written; 0 when it does not fit.</returns>
    public int Write(Span<byte> target, int addressSize)
    {
        var writer = new SpanWriter(target);
        new AllocationHeader(AllocationHeader.CurrentVersion, AllocationKind.Update, SourceEid, SourceAddress)
            .Write(ref writer, addressSize);
        writer.WriteUInt64(ReceiverEid);
        writer.WriteUInt16(Congestion);
        return writer.Failed ? 0 : writer.Length;
    }
}
