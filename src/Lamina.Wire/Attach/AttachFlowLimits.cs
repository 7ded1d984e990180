using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// What the end of a flow must know of the layer below, inside Allocated and Arrival.
/// <code>
/// longest packet 4 | longest packet life 8 (ns) | flags 1 (bit 0: intact) | credit 4 | peer: length 1, hash
/// </code>
/// Other flags are sent as 0 and not read.
/// </summary>
/// <param name="MaxPacketSize">Longest packet in bytes: 1 to <see cref="LongestPacket"/>.</param>
/// <param name="MaxPacketLifetime">MPL; above zero.</param>
/// <param name="Peer">Who is at the other end.</param>
/// <param name="IsIntact">Packets never leave the memory of the daemon's stack.</param>
/// <param name="Credit">The first limit of what the application may send; see <see cref="AttachGrant"/>.</param>
public readonly record struct AttachFlowLimits(
    int MaxPacketSize, Duration MaxPacketLifetime, PeerIdentity Peer, bool IsIntact = false, uint Credit = 0)
{
    /// <summary>No layer carries longer packets.</summary>
    public const int LongestPacket = 65507;

    private const byte IntactFlag = 1;

    internal void Write(ref SpanWriter writer)
    {
        writer.WriteUInt32((uint)MaxPacketSize);
        writer.WriteUInt64((ulong)MaxPacketLifetime.Nanoseconds);
        writer.WriteByte(IsIntact ? IntactFlag : (byte)0);
        writer.WriteUInt32(Credit);
        AttachFields.WritePeer(ref writer, Peer);
    }

    internal static bool TryRead(ref SpanReader reader, out AttachFlowLimits limits)
    {
        uint size = reader.ReadUInt32();
        ulong lifetime = reader.ReadUInt64();
        bool isIntact = (reader.ReadByte() & IntactFlag) != 0;
        uint credit = reader.ReadUInt32();
        bool hasPeer = AttachFields.TryReadPeer(ref reader, out PeerIdentity peer);
        limits = new AttachFlowLimits((int)size, new Duration((long)lifetime), peer, isIntact, credit);
        return hasPeer && size is > 0 and <= LongestPacket && lifetime > 0 && lifetime < (ulong)Duration.Forever.Nanoseconds;
    }
}
