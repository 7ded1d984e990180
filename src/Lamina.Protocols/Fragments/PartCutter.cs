using Lamina.Core;
using Lamina.Wire.Fragments;

namespace Lamina.Protocols.Fragments;

/// <summary>Cuts packets into parts, each a packet of its own with a header in front that is the same for all.</summary>
/// <param name="pool">Where the copies come from.</param>
/// <param name="header">What is in front of every part, before its <see cref="PartHeader"/>.</param>
/// <param name="counters">What became of packets.</param>
public sealed class PartCutter(PacketPool pool, ReadOnlyMemory<byte> header, PartCounters counters)
{
    /// <summary>The longest packet in bytes: cut into parts, with the head room of many layers, it still fits one buffer.</summary>
    public const int LongestPacket = 32 * 1024;

    private uint _number;

    /// <summary>Bytes in front of the bytes of each part.</summary>
    public int Overhead => header.Length + PartHeader.Length;

    /// <summary>The shortest packets in bytes that one of a length can be cut into.</summary>
    /// <param name="packet">Bytes of the packet.</param>
    /// <param name="header">Bytes in front of each part, the part header not counted.</param>
    public static int ShortestFor(int packet, int header) =>
        header + PartHeader.Length + ((packet + PartHeader.MaxCount - 1) / PartHeader.MaxCount);

    /// <summary>Cuts a packet.</summary>
    /// <param name="packet">The packet, at most <see cref="LongestPacket"/> bytes.</param>
    /// <param name="longest">Bytes of the longest part with its headers.</param>
    /// <param name="headRoom">Bytes to leave in front of each part.</param>
    /// <param name="parts">The parts; the caller holds their buffer.</param>
    /// <returns>False where there is no buffer for them, or no way to cut it so small: counted.</returns>
    public bool TryCut(ReadOnlySpan<byte> packet, int longest, int headRoom, out Train parts)
    {
        int most = longest - Overhead;
        int count = most > 0 ? (packet.Length + most - 1) / most : int.MaxValue;
        int length = (packet.Length + count - 1) / count;
        int stride = headRoom + Overhead + length;
        if (count is 0 or > PartHeader.MaxCount
            || stride * count > PacketPool.LargeCapacity
            || !pool.TryRent(stride * count, out PacketBuffer buffer))
        {
            counters.NoBuffer++;
            parts = default;
            return false;
        }

        parts = new Train
        {
            Buffer = buffer,
            Offset = headRoom,
            Stride = stride,
            Length = length + Overhead,
            LastLength = packet.Length - ((count - 1) * length) + Overhead,
            Count = count,
            HeadRoom = headRoom,
        };
        var first = new PartHeader(_number++, (ushort)packet.Length, 0, (byte)count);
        for (int i = 0; i < count; i++)
        {
            Span<byte> part = parts[i];
            header.Span.CopyTo(part);
            (first with { Index = (byte)i }).Write(part[header.Length..]);
            pool.Copy(packet.Slice(i * length, part.Length - Overhead), part[Overhead..]);
        }

        counters.Cut++;
        return true;
    }
}
