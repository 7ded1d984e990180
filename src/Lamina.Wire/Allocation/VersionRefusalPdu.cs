using Lamina.Core;

namespace Lamina.Wire.Allocation;

/// <summary>
/// Answers a request of a version that is not spoken here. Its form is the same for ever, whatever the versions.
/// <code>
///  +--------+--------+--------------------------+-----------+---------+---------+
///  |   0    |  255   | EID of the request (u64) |  address  | lowest  | highest |
///  +--------+--------+--------------------------+-----------+---------+---------+
/// </code>
/// </summary>
/// <param name="RequesterEid">EID in the refused request.</param>
/// <param name="SourceAddress">Address of who refuses; 0 where the layer has none.</param>
/// <param name="Lowest">The oldest version spoken here.</param>
/// <param name="Highest">The newest version spoken here.</param>
public readonly record struct VersionRefusalPdu(ulong RequesterEid, ulong SourceAddress, byte Lowest, byte Highest)
{
    /// <summary>Reads one; what later versions may append is not looked at.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, int addressSize, out VersionRefusalPdu pdu)
    {
        var reader = new SpanReader(message);
        AllocationHeader.TryRead(ref reader, addressSize, out AllocationHeader header);
        pdu = new(header.Eid, header.Address, reader.ReadByte(), reader.ReadByte());
        return !reader.Failed
            && header.Version == AllocationHeader.RefusalVersion && header.Kind == AllocationKind.VersionRefusal;
    }

    /// <summary>Writes it.</summary>
    /// <returns>Bytes written; 0 when it does not fit.</returns>
    public int Write(Span<byte> target, int addressSize)
    {
        var writer = new SpanWriter(target);
        new AllocationHeader(AllocationHeader.RefusalVersion, AllocationKind.VersionRefusal, RequesterEid, SourceAddress)
            .Write(ref writer, addressSize);
        writer.WriteByte(Lowest);
        writer.WriteByte(Highest);
        return writer.Failed ? 0 : writer.Length;
    }
}
