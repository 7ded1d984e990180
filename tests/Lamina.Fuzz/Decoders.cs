using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Handshake;
using Lamina.Security.Handshake.Ik;
using Lamina.Security.Identities;
using Lamina.Security.Records;
using Lamina.Security.Tickets;
using Lamina.Security.Tickets.Claims;
using Lamina.Wire;
using Lamina.Wire.Allocation;
using Lamina.Wire.Attach;
using Lamina.Wire.Connections;
using Lamina.Wire.Directory;
using Lamina.Wire.Dns;
using Lamina.Wire.Enrolment;
using Lamina.Wire.Fragments;
using Lamina.Wire.Frcp;
using Lamina.Wire.Offers;
using Lamina.Wire.Reservations;
using Lamina.Wire.Routing;
using Lamina.Wire.Tracing;
using Lamina.Wire.Udp;

namespace Lamina.Fuzz;

/// <summary>Takes bytes; true where it accepted them.</summary>
public delegate bool Decoder(ReadOnlySpan<byte> bytes);

/// <summary>Every decoder that meets bytes from outside. A new one is added here, or the count in the tests is wrong.</summary>
public static class Decoders
{
    private const int AddressSize = 4;

    public static IReadOnlyDictionary<string, Decoder> All { get; } = new Dictionary<string, Decoder>
    {
        ["allocation: request"] = bytes => RequestPdu.TryRead(bytes, AddressSize, out _),
        ["allocation: reply"] = bytes => ReplyPdu.TryRead(bytes, AddressSize, out _),
        ["allocation: confirm"] = bytes => ConfirmPdu.TryRead(bytes, AddressSize, out _),
        ["allocation: update"] = bytes => UpdatePdu.TryRead(bytes, AddressSize, out _),
        ["allocation: close"] = bytes => ClosePdu.TryRead(bytes, AddressSize, out _),
        ["allocation: close-ack"] = bytes => CloseAckPdu.TryRead(bytes, AddressSize, out _),
        ["allocation: version refusal"] = bytes => VersionRefusalPdu.TryRead(bytes, AddressSize, out _),
        ["allocation: cookie"] = bytes => CookiePdu.TryRead(bytes, AddressSize, out _),
        ["reservation: reserve"] = bytes => ReserveMessage.TryRead(bytes, out _),
        ["reservation: answer"] = bytes => ReservationAnswer.TryRead(bytes, out _),
        ["reservation: release"] = bytes => ReleaseMessage.TryRead(bytes, out _),
        ["handshake slot"] = bytes => HandshakeSlot.TryRead(bytes, out _),
        ["record"] = bytes => RecordHeader.TryRead(bytes, out _, out _),
        ["handshake payload"] = bytes => HandshakePayload.TryRead(bytes, out _, out _),
        ["server proof"] = bytes => ServedName.TryRead(bytes, out _, out _),
        ["identity"] = bytes => Identity(bytes),
        ["node request"] = bytes => NodeRequest.TryRead(bytes, out _),
        ["credential"] = bytes => Credential.TryRead(bytes, out _),
        ["credential chain"] = bytes => CredentialChain.TryRead(bytes, out _),
        ["roots"] = bytes => RootSet.TryRead(bytes, out _),
        ["revocations"] = bytes => RevocationList.TryRead(bytes, out _),
        ["membership"] = bytes => Membership.TryRead(bytes, out _),
        ["root key"] = bytes => RootKey(bytes),
        ["ticket"] = bytes => Ticket.TryRead(bytes, out _) | Ticket.TryParse(System.Text.Encoding.Latin1.GetString(bytes), out _, out _),
        ["claim: opening"] = bytes => ClaimOpening.TryRead(bytes, out _),
        ["claim: inviter"] = bytes => InviterProof.TryRead(bytes, out _),
        ["renewal request"] = bytes => RenewalRequest.TryRead(bytes, out _),
        ["claim: welcome"] = bytes => Welcome.TryRead(bytes, out _),
        ["piggyback"] = bytes => Piggyback.TryRead(bytes, out ReadOnlySpan<byte> _, out ReadOnlySpan<byte> _),
        ["offer: versions"] = bytes => FlowOffer.TryReadVersions(bytes, out _),
        ["offer"] = bytes => FlowOffer.TryRead(bytes, out _),
        ["answer"] = bytes => FlowAnswer.TryRead(bytes, out _),
        ["frcp"] = bytes => FrcpHeader.TryRead(bytes, out _),
        ["part"] = bytes => PartHeader.TryRead(bytes, out _),
        ["packet size"] = bytes => SizeProbe.TryRead(bytes, out _),
        ["connection hello"] = bytes => ConnectionHello.TryRead(bytes, out _),
        ["udp: query"] = bytes => Read<UdpQueryPdu>(bytes, UdpQueryPdu.TryRead),
        ["udp: query reply"] = bytes => Read<UdpQueryReplyPdu>(bytes, UdpQueryReplyPdu.TryRead),
        ["udp: version refusal"] = bytes => Read<UdpVersionRefusalPdu>(bytes, UdpVersionRefusalPdu.TryRead),
        ["udp: probe"] = bytes => Read<UdpProbePdu>(bytes, UdpProbePdu.TryRead),
        ["udp: probe reply"] = bytes => Read<UdpProbeReplyPdu>(bytes, UdpProbeReplyPdu.TryRead),
        ["udp: piece"] = bytes => Read<UdpPieceHeader>(bytes, UdpPieceHeader.TryRead),
        ["link claim"] = bytes => LinkClaim.TryRead(bytes, out _),
        ["link consent"] = bytes => LinkConsent.TryRead(bytes, out _, out _),
        ["dns: response"] = bytes => DnsResponse.TryRead(bytes, out _),
        ["enrolment: request"] = bytes => EnrolmentRequest.TryRead(bytes, out _),
        ["enrolment: refusal"] = bytes => EnrolmentRefusal.TryRead(bytes, out _),
        ["enrolment: configuration"] = bytes => EnrolmentCodec.TryReadConfiguration(bytes, out _),
        ["enrolment: confirm"] = bytes => EnrolmentCodec.TryReadConfirm(bytes, out _, out _),
        ["enrolment: done"] = bytes => EnrolmentCodec.TryReadDone(bytes, out _),
        ["link state"] = bytes => ProtobufBarrier.TryParse(LinkStateUpdate.Parser, bytes, out LinkStateUpdate _),
        ["directory"] = bytes => DirectoryCodec.TryRead(bytes, out _),
        ["trace: question"] = bytes => TraceQuestion.TryRead(bytes, out _),
        ["trace: answer"] = bytes => TraceAnswer.TryRead(bytes, out _),
        ["attach: hello"] = bytes => AttachHello.TryRead(bytes, out _),
        ["attach: welcome"] = bytes => AttachWelcome.TryRead(bytes, out _),
        ["attach: binding"] = bytes => AttachBinding.TryRead(bytes, out _),
        ["attach: outcome"] = bytes => AttachOutcome.TryRead(bytes, out _),
        ["attach: allocate"] = bytes => AttachAllocate.TryRead(bytes, out _),
        ["attach: allocated"] = bytes => AttachAllocated.TryRead(bytes, out _),
        ["attach: arrival"] = bytes => AttachArrival.TryRead(bytes, out _),
        ["attach: accept"] = bytes => AttachAccept.TryRead(bytes, out _),
        ["attach: flow event"] = bytes => AttachFlowEvent.TryRead(bytes, out _),
        ["attach: end"] = bytes => AttachEnd.TryRead(bytes, out _),
        ["attach: ticket"] = bytes => AttachTicket.TryRead(bytes, out _),
        ["attach: reattached"] = bytes => AttachReattached.TryRead(bytes, out _),
        ["attach: inside of a ticket"] = bytes => FlowTicketCodec.TryRead(bytes, out _, out _),
        ["attach: pair"] = bytes => AttachPair.TryRead(bytes, out _),
        ["attach: direct"] = bytes => AttachDirect.TryRead(bytes, out _),
        ["attach: traffic"] = bytes => AttachTraffic.TryRead(bytes, out _),
        ["attach: grant"] = bytes => AttachGrant.TryRead(bytes, out _),
        ["attach: record on the socket"] = bytes => AttachSocketRecord.TryRead(bytes, out _, out _),
        ["attach: record"] = bytes => AttachRecord.TryReadHeader(bytes, 1500, out _, out _, out _),
    };

    // Those that stand behind the header of management take what is left of it.
    private static bool Read<T>(ReadOnlySpan<byte> bytes, ManagementDecoder<T> decode)
    {
        var reader = new SpanReader(bytes);
        return decode(ref reader, out _);
    }

    private static bool Identity(ReadOnlySpan<byte> bytes)
    {
        bool isRead = IdentityCodec.TryRead(bytes, x25519: null, out NodeIdentity? identity, out _);
        identity?.Dispose();
        return isRead;
    }

    private static bool RootKey(ReadOnlySpan<byte> bytes)
    {
        bool isRead = SigningKeyCodec.TryRead(bytes, out SigningKey? key);
        key?.Dispose();
        return isRead;
    }
}
