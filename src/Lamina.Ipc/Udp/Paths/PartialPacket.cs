using Lamina.Core;
using Lamina.Wire.Udp;

namespace Lamina.Ipc.Udp.Paths;

/// <summary>A datagram whose pieces are arriving. Holds one reference of its buffer.</summary>
internal sealed class PartialPacket(PacketBuffer buffer, byte count, ushort total, Instant until)
{
    private int _arrived;

    /// <summary>When it is given up.</summary>
    public Instant Until => until;

    public bool IsWhole => _arrived == (1 << count) - 1;

    public PacketBuffer Buffer => buffer;

    /// <summary>The datagram, with room in front of it for the headers of whoever forwards it.</summary>
    public Train Whole => Train.Single(buffer, PieceStore.HeadRoom, total);

    /// <summary>False where the piece does not belong to it.</summary>
    public bool TryAdd(in UdpPieceHeader header, ReadOnlySpan<byte> piece)
    {
        if (header.Count != count || header.Total != total)
        {
            return false;
        }

        buffer.Pool.Copy(piece, buffer.Span[(PieceStore.HeadRoom + header.Offset)..]);
        _arrived |= 1 << header.Index;
        return true;
    }
}
