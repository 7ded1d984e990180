using Lamina.Core;

namespace Lamina.Wire.Allocation;

/// <summary>
/// Answers a request.
/// <code>
///  +---------------------------+------------------+--------+---------+----------+----------+---------+
///  | header: EID = acceptor's, | requester's EID  | reason | MPL, ms | QoS (30) | data len |  data   |
///  | 0 where it said no        |       u64        |   u8   |   u32   |          |   u16    | 0 -1000 |
///  +---------------------------+------------------+--------+---------+----------+----------+---------+
/// </code>
/// Reason 0 is yes; another one is no, and why. The QoS spec is the accepted one; with a no it says nothing, and is 0.
/// </summary>
public readonly ref struct ReplyPdu
{
    /// <summary>EID of the acceptor's end; 0 where it said no.</summary>
    public required ulong SourceEid { get; init; }

    /// <summary>Address of the acceptor; 0 where the layer has none.</summary>
    public ulong SourceAddress { get; init; }

    /// <summary>EID of the requester's end.</summary>
    public required ulong RequesterEid { get; init; }

    /// <summary><see cref="CloseReason.None"/>: accepted.</summary>
    public required CloseReason Reason { get; init; }

    /// <summary>The longest time that a packet of this flow lives (MPL), in milliseconds.</summary>
    public required uint MaxPacketLifetime { get; init; }

    /// <summary>What the layer gives, of what was asked.</summary>
    public QosSpec Qos { get; init; }

    /// <summary>Piggybacked data.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>Reads one that fills the message exactly.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, int addressSize, out ReplyPdu pdu)
    {
        var reader = new SpanReader(message);
        bool isOne = AllocationHeader.TryRead(ref reader, addressSize, AllocationKind.Reply, out AllocationHeader header);
        pdu = new()
        {
            SourceEid = header.Eid,
            SourceAddress = header.Address,
            RequesterEid = reader.ReadUInt64(),
            Reason = ReasonCodec.Read(ref reader),
            MaxPacketLifetime = reader.ReadUInt32(),
            Qos = QosCodec.Read(ref reader),
            Data = reader.ReadBytes(reader.ReadUInt16()),
        };
        bool hasEnd = pdu.Reason != CloseReason.None || header.Eid >= AllocationHeader.FirstFlowEid;
        return isOne && hasEnd && !reader.Failed && reader.Rest.IsEmpty && pdu.Data.Length <= AllocationRequest.MaxDataLength;
    }

    /// <summary>Writes it.</summary>
    /// <returns>Bytes written; 0 when it does not fit.</returns>
    public int Write(Span<byte> target, int addressSize)
    {
        var writer = new SpanWriter(target);
        new AllocationHeader(AllocationHeader.CurrentVersion, AllocationKind.Reply, SourceEid, SourceAddress)
            .Write(ref writer, addressSize);
        writer.WriteUInt64(RequesterEid);
        writer.WriteByte((byte)Reason);
        writer.WriteUInt32(MaxPacketLifetime);
        QosCodec.Write(ref writer, Qos);
        writer.WriteUInt16((ushort)Data.Length);
        writer.WriteBytes(Data);
        return writer.Failed ? 0 : writer.Length;
    }
}
