using Lamina.Core;
using Lamina.Wire.DataTransfer;

namespace Lamina.Wire.Reservations;

/// <summary>
/// Asks the members on the way of a flow's packets to keep bandwidth for them; each notes it and passes it on to the next.
/// <code>
///  +-----------+--------+----------+---------+---------------+---------------+-------+--------+--------+-------------+
///  | version 1 | kind 1 | serial 4 | owner 8 | owner's EID 8 | destination 8 | EID 8 | cube 1 | hops 1 | bandwidth 8 |
///  +-----------+--------+----------+---------+---------------+---------------+-------+--------+--------+-------------+
/// </code>
/// </summary>
/// <param name="Serial">Which asking it is: the answer repeats it.</param>
/// <param name="Owner">The member that sends the packets.</param>
/// <param name="OwnerEid">Its end of the flow; with it the name of the reservation.</param>
/// <param name="Destination">The member that they go to.</param>
/// <param name="Eid">The end point in their headers.</param>
/// <param name="Cube">The cube in their headers.</param>
/// <param name="Hops">Members that may pass it on still.</param>
/// <param name="Bandwidth">Bits per second.</param>
public readonly record struct ReserveMessage(
    uint Serial, Address Owner, ulong OwnerEid, Address Destination, ulong Eid, QosCube Cube, byte Hops, ulong Bandwidth)
{
    /// <summary>Reads one that fills the message exactly and makes sense.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out ReserveMessage message)
    {
        var reader = new SpanReader(from);
        bool isOne = ReservationHeader.TryRead(ref reader, ReservationKind.Reserve);
        message = new(
            reader.ReadUInt32(), new Address(reader.ReadUInt64()), reader.ReadUInt64(), new Address(reader.ReadUInt64()), reader.ReadUInt64(),
            (QosCube)reader.ReadByte(), reader.ReadByte(), reader.ReadUInt64());
        return isOne && !reader.Failed && reader.Rest.IsEmpty
            && message.Owner != Address.None && message.Destination != Address.None
            && message.OwnerEid >= DataTransferHeader.FirstFlowEid && message.Eid >= DataTransferHeader.FirstFlowEid
            && message.Bandwidth is not (0 or ulong.MaxValue);
    }

    /// <summary>Writes it; returns its length, 0 where it does not fit.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        ReservationHeader.Write(ref writer, ReservationKind.Reserve);
        writer.WriteUInt32(Serial);
        writer.WriteUInt64(Owner.Value);
        writer.WriteUInt64(OwnerEid);
        writer.WriteUInt64(Destination.Value);
        writer.WriteUInt64(Eid);
        writer.WriteByte((byte)Cube);
        writer.WriteByte(Hops);
        writer.WriteUInt64(Bandwidth);
        return writer.Failed ? 0 : writer.Length;
    }
}
