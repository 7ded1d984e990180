using Lamina.Core;

namespace Lamina.Wire.Allocation;

/// <summary>
/// Says that the reply has come, where the requester sends no packet soon: the acceptor stops repeating itself.
/// <code>
///  +---------------------------+------------------+
///  | header: EID = requester's | acceptor's EID   |
///  +---------------------------+------------------+
/// </code>
/// </summary>
/// <param name="SourceEid">EID of the requester's end.</param>
/// <param name="SourceAddress">Address of the sender; 0 where the layer has none.</param>
/// <param name="ReceiverEid">EID of the acceptor's end.</param>
public readonly record struct ConfirmPdu(ulong SourceEid, ulong SourceAddress, ulong ReceiverEid)
{
    /// <summary>Reads one that fills the message exactly.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, int addressSize, out ConfirmPdu pdu)
    {
        var reader = new SpanReader(message);
        bool isOne = AllocationHeader.TryRead(ref reader, addressSize, AllocationKind.Confirm, out AllocationHeader header);
        pdu = new(header.Eid, header.Address, reader.ReadUInt64());
        return isOne && !reader.Failed && reader.Rest.IsEmpty;
    }

    /// <summary>Writes it.</summary>
    /// <returns>Bytes written; 0 when it does not fit.</returns>
    public int Write(Span<byte> target, int addressSize)
    {
        var writer = new SpanWriter(target);
        new AllocationHeader(AllocationHeader.CurrentVersion, AllocationKind.Confirm, SourceEid, SourceAddress)
            .Write(ref writer, addressSize);
        writer.WriteUInt64(ReceiverEid);
        return writer.Failed ? 0 : writer.Length;
    }
}
