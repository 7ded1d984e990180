using Lamina.Core;

namespace Lamina.Wire.Allocation;

/// <summary>
/// Asks for a flow to whoever has the name.
/// <code>
///  +----------------------------+----------+-----------+----------+----------+---------+---------+
///  | header: EID = requester's  | QoS (30) | hash len  |   hash   | data len |  data   | 0 0 ... |
///  |                            |          |    u8     |  1 - 64  |   u16    | 0 -1000 |         |
///  +----------------------------+----------+-----------+----------+----------+---------+---------+
/// </code>
/// Zeros may follow, so that an answer of no more than three times its length can be long enough.
/// As <see cref="AllocationKind.RequestWithCookie"/> there are the 16 bytes of a cookie (<see cref="CookiePdu"/>) between the header and the rest.
/// </summary>
public readonly ref struct RequestPdu
{
    private readonly NameHash _destination;

    // Of one that was read. A hash takes memory, which who is not let in should not cost.
    private readonly ReadOnlySpan<byte> _hash;

    /// <summary>One to be written.</summary>
    public RequestPdu()
    {
    }

    private RequestPdu(ReadOnlySpan<byte> hash) => _hash = hash;

    /// <summary>EID of the requester's end.</summary>
    public required ulong SourceEid { get; init; }

    /// <summary>Address of the requester; 0 where the layer has none.</summary>
    public ulong SourceAddress { get; init; }

    /// <summary>What the flow must give.</summary>
    public required QosSpec Qos { get; init; }

    /// <summary>Hash of the name.</summary>
    public required NameHash Destination
    {
        get => _hash.Length > 0 && NameHash.TryFromBytes(_hash, out NameHash read) ? read : _destination;
        init => _destination = value;
    }

    /// <summary>Piggybacked data.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>What the acceptor gave the requester to show, <see cref="CookiePdu.CookieLength"/> bytes; empty: nothing.</summary>
    public ReadOnlySpan<byte> Cookie { get; init; }

    /// <summary>Puts a cookie into a request that was written, in place of one that is in it.</summary>
    /// <returns>Bytes written; 0 when it does not fit.</returns>
    public static int PutCookie(ReadOnlySpan<byte> request, ReadOnlySpan<byte> cookie, int addressSize, Span<byte> target)
    {
        int header = AllocationHeader.LengthWith(addressSize);
        bool hasCookie = (AllocationKind)request[1] == AllocationKind.RequestWithCookie;
        var writer = new SpanWriter(target);
        writer.WriteByte(request[0]);
        writer.WriteByte((byte)AllocationKind.RequestWithCookie);
        writer.WriteBytes(request[2..header]);
        writer.WriteBytes(cookie);
        writer.WriteBytes(request[(header + (hasCookie ? CookiePdu.CookieLength : 0))..]);
        return writer.Failed ? 0 : writer.Length;
    }

    /// <summary>Reads one that fills the message, but for zeros behind it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, int addressSize, out RequestPdu pdu)
    {
        var reader = new SpanReader(message);
        bool isOne = AllocationHeader.TryRead(ref reader, addressSize, out AllocationHeader header)
            && header is { Version: AllocationHeader.CurrentVersion, Kind: AllocationKind.Request or AllocationKind.RequestWithCookie };
        ReadOnlySpan<byte> cookie = reader.ReadBytes(header.Kind == AllocationKind.RequestWithCookie ? CookiePdu.CookieLength : 0);
        QosSpec qos = QosCodec.Read(ref reader);
        ReadOnlySpan<byte> hash = reader.ReadBytes(reader.ReadByte());
        ReadOnlySpan<byte> data = reader.ReadBytes(reader.ReadUInt16());
        pdu = new(hash)
        {
            SourceEid = header.Eid,
            SourceAddress = header.Address,
            Qos = qos,
            Destination = default,
            Data = data,
            Cookie = cookie,
        };
        return isOne && hash.Length is > 0 and <= NameHash.MaxLength && !reader.Failed && !reader.Rest.ContainsAnyExcept((byte)0)
            && header.Eid >= AllocationHeader.FirstFlowEid && data.Length <= AllocationRequest.MaxDataLength;
    }

    /// <summary>Writes it.</summary>
    /// <returns>Bytes written; 0 when it does not fit.</returns>
    public int Write(Span<byte> target, int addressSize)
    {
        var writer = new SpanWriter(target);
        AllocationKind kind = Cookie.IsEmpty ? AllocationKind.Request : AllocationKind.RequestWithCookie;
        new AllocationHeader(AllocationHeader.CurrentVersion, kind, SourceEid, SourceAddress).Write(ref writer, addressSize);
        writer.WriteBytes(Cookie);
        QosCodec.Write(ref writer, Qos);
        NameHash destination = Destination;
        Span<byte> hash = stackalloc byte[NameHash.MaxLength];
        destination.CopyTo(hash);
        writer.WriteByte((byte)destination.Length);
        writer.WriteBytes(hash[..destination.Length]);
        writer.WriteUInt16((ushort)Data.Length);
        writer.WriteBytes(Data);
        return writer.Failed ? 0 : writer.Length;
    }
}
