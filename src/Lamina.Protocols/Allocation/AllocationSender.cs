using Lamina.Core;
using Lamina.Protocols.Allocation.Strangers;
using Lamina.Security.Cookies;
using Lamina.Wire.Allocation;

namespace Lamina.Protocols.Allocation;

/// <summary>Writes the messages of flow allocation and gives them to the transport.</summary>
internal sealed class AllocationSender<TPeer>(IAllocationTransport<TPeer> transport)
    where TPeer : struct, IEquatable<TPeer>
{
    /// <summary>Room for the longest message: a request with the longest hash, data and a cookie is 1131 bytes.</summary>
    public const int MaxLength = 1200;

    // Room for an answer, a dozen repetitions, and a close: all that a link that loses a third needs. Short enough for every path.
    private const int ShortestRequest = 480;

    // A close with its header.
    private readonly int _closeLength = AllocationHeader.LengthWith(transport.AddressSize) + sizeof(ulong) + 1;

    /// <summary>True where a close is no more than three times a packet of so many bytes, which may come from anybody.</summary>
    public bool MayClose(int packet) =>
        _closeLength + AnswerBudget.Overhead <= AnswerBudget.Factor * (packet + AnswerBudget.Overhead);

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

    public void SendCookie(TPeer peer, ulong requesterEid, StrangerGate strangers, Instant now)
    {
        Span<byte> cookie = stackalloc byte[SourceCookies.Length];
        strangers.WriteCookie(transport.SourceOf(peer), now, cookie);
        Span<byte> bytes = stackalloc byte[64];
        int length = new CookiePdu { SourceAddress = transport.LocalAddress, RequesterEid = requesterEid, Cookie = cookie }
            .Write(bytes, transport.AddressSize);
        transport.SendMessage(peer, bytes[..length], now);
    }

    /// <summary>A request is made longer than it need be: three times as much may be answered before its sender has shown that it hears.</summary>
    public int WriteRequest(Span<byte> bytes, ulong eid, in AllocationRequest request, ReadOnlySpan<byte> cookie, int maxPacketSize)
    {
        int length = new RequestPdu
        {
            SourceEid = eid,
            SourceAddress = transport.LocalAddress,
            Qos = request.Qos,
            Destination = request.Destination,
            Data = request.Data.Span,
            Cookie = cookie,
        }.Write(bytes, transport.AddressSize);
        int padded = Math.Max(length, Math.Min(ShortestRequest, maxPacketSize));
        bytes[length..padded].Clear();
        return length == 0 ? 0 : padded;
    }

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
