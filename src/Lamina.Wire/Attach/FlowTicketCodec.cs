using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// A flow's ticket as bytes, without its seal. Only the daemon that wrote it reads it, or a later one of the same stack.
/// <code>
/// version 1 = 1 | user 4 | EID 8 | remote EID 8 | address 8 | remote address 8 | longest packet 4 | longest packet life 8 (ns) | qos 30
/// | incoming 1 | peer: length 1, hash | IPC process, layer, name: each length 1, UTF-8
/// </code>
/// </summary>
public static class FlowTicketCodec
{
    /// <summary>More bytes than any ticket has.</summary>
    public const int MaxLength = 1024;

    private const byte Version = 1;

    /// <summary>Writes a ticket; returns its length, 0 where it does not fit.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="user">The user whose program may use it, as the system numbers it.</param>
    /// <param name="to">Where to.</param>
    public static int Write(FlowTicket ticket, uint user, Span<byte> to)
    {
        var writer = new SpanWriter(to);
        writer.WriteByte(Version);
        writer.WriteUInt32(user);
        writer.WriteUInt64(ticket.Eid);
        writer.WriteUInt64(ticket.RemoteEid);
        writer.WriteUInt64(ticket.LocalAddress);
        writer.WriteUInt64(ticket.RemoteAddress);
        writer.WriteUInt32((uint)ticket.MaxPacketSize);
        writer.WriteUInt64((ulong)ticket.MaxPacketLifetime.Nanoseconds);
        QosCodec.Write(ref writer, ticket.Qos);
        writer.WriteByte(ticket.IsIncoming ? (byte)1 : (byte)0);
        AttachFields.WritePeer(ref writer, ticket.Peer);
        AttachFields.WriteName(ref writer, ticket.Process);
        AttachFields.WriteName(ref writer, ticket.Layer);
        AttachFields.WriteName(ref writer, ticket.Name);
        return writer.Failed ? 0 : writer.Length;
    }

    /// <summary>Reads a ticket.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out FlowTicket? ticket, out uint user)
    {
        var reader = new SpanReader(from);
        bool isKnown = reader.ReadByte() == Version;
        user = reader.ReadUInt32();
        ulong eid = reader.ReadUInt64();
        ulong remoteEid = reader.ReadUInt64();
        ulong local = reader.ReadUInt64();
        ulong remote = reader.ReadUInt64();
        uint size = reader.ReadUInt32();
        ulong lifetime = reader.ReadUInt64();
        QosSpec qos = QosCodec.Read(ref reader);
        bool isIncoming = reader.ReadByte() == 1;
        bool isRead = AttachFields.TryReadPeer(ref reader, out PeerIdentity peer)
            & AttachFields.TryReadName(ref reader, out Name process)
            & AttachFields.TryReadName(ref reader, out Name layer)
            & AttachFields.TryReadName(ref reader, out Name name);
        ticket = null;
        if (!isKnown || !isRead || !reader.Rest.IsEmpty || size is 0 or > AttachFlowLimits.LongestPacket
            || lifetime is 0 || lifetime >= (ulong)Duration.Forever.Nanoseconds)
        {
            return false;
        }

        ticket = new FlowTicket
        {
            Eid = eid,
            RemoteEid = remoteEid,
            LocalAddress = local,
            RemoteAddress = remote,
            Qos = qos,
            MaxPacketSize = (int)size,
            MaxPacketLifetime = new Duration((long)lifetime),
            Process = process.Value,
            Layer = layer.Value,
            Name = name.Value,
            IsIncoming = isIncoming,
            Peer = peer,
        };
        return true;
    }
}
