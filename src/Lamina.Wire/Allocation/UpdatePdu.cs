using Lamina.Core;
using Lamina.Core.Integrity;

namespace Lamina.Wire.Allocation;

/// <summary>
/// Tells the other end how its packets fared on the way to the sender, and where the sender is now. The only message that changes
/// a flow in the middle of its life, and it comes often: one wrong bit of the address would send the flow away for good.
/// <code>
///  +---------------------------+------------------+--------+-------+------+----------+----------+
///  | header: EID of this end,  | EID of the other | marker | least | mean | received | time, us |
///  | address = the present one |       u64        |   u8   |  u8   |  u8  |   u64    |   u32    |
///  +---------------------------+------------------+--------+-------+------+----------+----------+
///  | CRC32C of all before, u32 |
///  +---------------------------+
/// </code>
/// </summary>
/// <param name="SourceEid">EID of the sender's end.</param>
/// <param name="SourceAddress">Address of the sender; 0 where the layer has none.</param>
/// <param name="ReceiverEid">EID of the receiver's end.</param>
/// <param name="Arrivals">How the packets fared.</param>
public readonly record struct UpdatePdu(ulong SourceEid, ulong SourceAddress, ulong ReceiverEid, ArrivalReport Arrivals)
{
    /// <summary>Reads one that fills the message exactly.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, int addressSize, out UpdatePdu pdu)
    {
        var reader = new SpanReader(message);
        bool isOne = AllocationHeader.TryRead(ref reader, addressSize, AllocationKind.Update, out AllocationHeader header);
        ulong receiver = reader.ReadUInt64();
        var arrivals = new ArrivalReport(reader.ReadByte(), reader.ReadByte(), reader.ReadByte(), reader.ReadUInt64(), reader.ReadUInt32());
        int covered = message.Length - reader.Rest.Length;
        uint checksum = reader.ReadUInt32();
        pdu = new(header.Eid, header.Address, receiver, arrivals);
        return isOne && !reader.Failed && reader.Rest.IsEmpty && arrivals.IsValid && checksum == Crc32C.Compute(message[..covered]);
    }

    /// <summary>Writes it.</summary>
    /// <returns>Bytes written; 0 when it does not fit.</returns>
    public int Write(Span<byte> target, int addressSize)
    {
        var writer = new SpanWriter(target);
        new AllocationHeader(AllocationHeader.CurrentVersion, AllocationKind.Update, SourceEid, SourceAddress)
            .Write(ref writer, addressSize);
        writer.WriteUInt64(ReceiverEid);
        writer.WriteByte(Arrivals.Marker);
        writer.WriteByte(Arrivals.LeastLevel);
        writer.WriteByte(Arrivals.MeanLevel);
        writer.WriteUInt64(Arrivals.ReceivedBytes);
        writer.WriteUInt32(Arrivals.Time);
        writer.WriteUInt32(Crc32C.Compute(writer.Written));
        return writer.Failed ? 0 : writer.Length;
    }
}
