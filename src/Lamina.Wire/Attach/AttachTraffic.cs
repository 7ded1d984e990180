using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// What a flow carried past the daemon since it began, as one of its ends counted.
/// <code>
/// type 1 = 36 | flow 4 | packets sent 8 | bytes sent 8 | packets received 8 | bytes received 8
/// </code>
/// </summary>
/// <param name="Flow">The flow's number in this attachment.</param>
/// <param name="SentPackets">At most <see cref="Most"/>, as the others.</param>
/// <param name="SentBytes">Bytes of these.</param>
/// <param name="ReceivedPackets">Packets that came out.</param>
/// <param name="ReceivedBytes">Bytes of these.</param>
public readonly record struct AttachTraffic(uint Flow, long SentPackets, long SentBytes, long ReceivedPackets, long ReceivedBytes)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 37;

    /// <summary>A sum above this is nobody's: sums of many flows stay within 64 bits.</summary>
    public const long Most = 1L << 56;

    /// <summary>Writes the message; returns its length.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        writer.WriteByte((byte)AttachMessageType.Traffic);
        writer.WriteUInt32(Flow);
        writer.WriteUInt64((ulong)SentPackets);
        writer.WriteUInt64((ulong)SentBytes);
        writer.WriteUInt64((ulong)ReceivedPackets);
        writer.WriteUInt64((ulong)ReceivedBytes);
        return writer.Length;
    }

    /// <summary>Reads the message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out AttachTraffic message)
    {
        var reader = new SpanReader(from);
        bool isTraffic = reader.ReadByte() == (byte)AttachMessageType.Traffic;
        uint flow = reader.ReadUInt32();
        Span<ulong> sums = [reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64()];
        message = new AttachTraffic(flow, (long)sums[0], (long)sums[1], (long)sums[2], (long)sums[3]);
        return isTraffic && flow != 0 && !sums.ContainsAnyExceptInRange(0UL, (ulong)Most) && !reader.Failed && reader.Rest.IsEmpty;
    }
}
