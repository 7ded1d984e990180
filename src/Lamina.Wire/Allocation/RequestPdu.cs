using Lamina.Core;

namespace Lamina.Wire.Allocation;

/// <summary>
/// Asks for a flow to whoever has the name.
/// <code>
///  +----------------------------+----------+-----------+----------+----------+---------+
///  | header: EID = requester's  | QoS (30) | hash len  |   hash   | data len |  data   |
///  |                            |          |    u8     |  1 - 64  |   u16    | 0 -1000 |
///  +----------------------------+----------+-----------+----------+----------+---------+
/// </code>
/// </summary>
public readonly ref struct RequestPdu
{
    /// <summary>EID of the requester's end.</summary>
    public required ulong SourceEid { get; init; }

    /// <summary>Address of the requester; 0 where the layer has none.</summary>
    public ulong SourceAddress { get; init; }

    /// <summary>What the flow must give.</summary>
    public required QosSpec Qos { get; init; }

    /// <summary>Hash of the name.</summary>
    public required NameHash Destination { get; init; }

    /// <summary>Piggybacked data.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>Reads one that fills the message exactly.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, int addressSize, out RequestPdu pdu)
    {
        var reader = new SpanReader(message);
        bool isOne = AllocationHeader.TryRead(ref reader, addressSize, AllocationKind.Request, out AllocationHeader header);
        QosSpec qos = QosCodec.Read(ref reader);
        bool hasHash = NameHash.TryFromBytes(reader.ReadBytes(reader.ReadByte()), out NameHash destination);
        ReadOnlySpan<byte> data = reader.ReadBytes(reader.ReadUInt16());
        pdu = new()
        {
            SourceEid = header.Eid,
            SourceAddress = header.Address,
            Qos = qos,
            Destination = destination,
            Data = data,
        };
        return isOne && hasHash && !reader.Failed && reader.Rest.IsEmpty
            && header.Eid >= AllocationHeader.FirstFlowEid && data.Length <= AllocationRequest.MaxDataLength;
    }

    /// <summary>Writes it.</summary>
    /// <returns>Bytes written; 0 when it does not fit.</returns>
    public int Write(Span<byte> target, int addressSize)
    {
        var writer = new SpanWriter(target);
        new AllocationHeader(AllocationHeader.CurrentVersion, AllocationKind.Request, SourceEid, SourceAddress)
            .Write(ref writer, addressSize);
        QosCodec.Write(ref writer, Qos);
        Span<byte> hash = stackalloc byte[NameHash.MaxLength];
        Destination.CopyTo(hash);
        writer.WriteByte((byte)Destination.Length);
        writer.WriteBytes(hash[..Destination.Length]);
        writer.WriteUInt16((ushort)Data.Length);
        writer.WriteBytes(Data);
        return writer.Failed ? 0 : writer.Length;
    }
}
