using Lamina.Core;
using Lamina.Wire.Allocation;

namespace Lamina.Protocols.Allocation;

/// <summary>Writes the messages of flow allocation and gives them to the transport.</summary>
internal sealed class AllocationSender<TPeer>(IAllocationTransport<TPeer> transport)
    where TPeer : struct, IEquatable<TPeer>
{
    /// <summary>Room for the longest message: a request with the longest hash and data is 825 bytes.</summary>
    public const int MaxLength = 1024;

    public void SendClose(TPeer peer, ulong eid, ulong remoteEid, CloseReason reason, Instant now)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        transport.SendMessage(peer, bytes[..WriteClose(bytes, eid, remoteEid, reason)], now);
    }

    public int WriteClose(Span<byte> bytes, ulong eid, ulong remoteEid, CloseReason reason) =>
        new ClosePdu(eid, transport.LocalAddress, remoteEid, reason).Write(bytes, transport.AddressSize);

    public void SendCloseAck(TPeer peer, ulong eid, ulong remoteEid, Instant now)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        int length = new CloseAckPdu(eid, transport.LocalAddress, remoteEid).Write(bytes, transport.AddressSize);
        transport.SendMessage(peer, bytes[..length], now);
    }

    public void SendConfirm(TPeer peer, ulong eid, ulong remoteEid, Instant now)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        int length = new ConfirmPdu(eid, transport.LocalAddress, remoteEid).Write(bytes, transport.AddressSize);
        transport.SendMessage(peer, bytes[..length], now);
    }

    public void SendUpdate(TPeer peer, ulong eid, ulong remoteEid, in ArrivalReport arrivals, Instant now)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        int length = new UpdatePdu(eid, transport.LocalAddress, remoteEid, arrivals).Write(bytes, transport.AddressSize);
        transport.SendMessage(peer, bytes[..length], now);
    }

    public void SendRefusal(TPeer peer, ulong requesterEid, CloseReason reason, Instant now)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        transport.SendMessage(peer, bytes[..WriteReply(bytes, 0, requesterEid, reason, default, default)], now);
    }

    public void SendVersionRefusal(TPeer peer, ulong requesterEid, Instant now)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        byte version = AllocationHeader.CurrentVersion;
        int length = new VersionRefusalPdu(requesterEid, transport.LocalAddress, version, version)
            .Write(bytes, transport.AddressSize);
        transport.SendMessage(peer, bytes[..length], now);
    }

    public int WriteRequest(Span<byte> bytes, ulong eid, in AllocationRequest request) =>
        new RequestPdu
        {
            SourceEid = eid,
            SourceAddress = transport.LocalAddress,
            Qos = request.Qos,
            Destination = request.Destination,
            Data = request.Data.Span,
        }.Write(bytes, transport.AddressSize);

    public int WriteReply(
        Span<byte> bytes, ulong eid, ulong requesterEid, CloseReason reason, in QosSpec qos, scoped ReadOnlySpan<byte> data) =>
        new ReplyPdu
        {
            SourceEid = eid,
            SourceAddress = transport.LocalAddress,
            RequesterEid = requesterEid,
            Reason = reason,
            MaxPacketLifetime = (uint)transport.MaxPacketLifetime.Milliseconds,
            Qos = qos,
            Data = data,
        }.Write(bytes, transport.AddressSize);
}
