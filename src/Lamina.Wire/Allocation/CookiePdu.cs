using Lamina.Core;

namespace Lamina.Wire.Allocation;

/// <summary>
/// Answers a request while many come from sources that nobody knows: the requester says it again, with the cookie in it. Nothing is kept
/// of it, and it is shorter than the request.
/// <code>
///  +----------------+------------------+-------------+
///  | header: EID 0  | requester's EID  | cookie (16) |
///  |                |       u64        |             |
///  +----------------+------------------+-------------+
/// </code>
/// </summary>
public readonly ref struct CookiePdu
{
    /// <summary>Bytes of a cookie.</summary>
    public const int CookieLength = 16;

    /// <summary>Address of the acceptor; 0 where the layer has none.</summary>
    public ulong SourceAddress { get; init; }

    /// <summary>EID of the requester's end.</summary>
    public required ulong RequesterEid { get; init; }

    /// <summary>The cookie: of no meaning to anybody but who made it.</summary>
    public required ReadOnlySpan<byte> Cookie { get; init; }

    /// <summary>Bytes of the message, with addresses of the given size.</summary>
    public static int LengthWith(int addressSize) => AllocationHeader.LengthWith(addressSize) + sizeof(ulong) + CookieLength;

    /// <summary>Reads one that fills the message exactly.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, int addressSize, out CookiePdu pdu)
    {
        var reader = new SpanReader(message);
        bool isOne = AllocationHeader.TryRead(ref reader, addressSize, AllocationKind.Cookie, out AllocationHeader header);
        pdu = new()
        {
            SourceAddress = header.Address,
            RequesterEid = reader.ReadUInt64(),
            Cookie = reader.ReadBytes(CookieLength),
        };
        return isOne && !reader.Failed && reader.Rest.IsEmpty;
    }

    /// <summary>Writes it.</summary>
    /// <returns>Bytes written; 0 when it does not fit.</returns>
    public int Write(Span<byte> target, int addressSize)
    {
        var writer = new SpanWriter(target);
        new AllocationHeader(AllocationHeader.CurrentVersion, AllocationKind.Cookie, 0, SourceAddress).Write(ref writer, addressSize);
        writer.WriteUInt64(RequesterEid);
        writer.WriteBytes(Cookie);
        return writer.Failed ? 0 : writer.Length;
    }
}
