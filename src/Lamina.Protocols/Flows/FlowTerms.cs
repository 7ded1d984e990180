using Lamina.Core;
using Lamina.Wire.Offers;

namespace Lamina.Protocols.Flows;

/// <summary>
/// What the two ends of a flow agreed on when it was allocated, in one round trip: the initiator sends <see cref="Offer"/>,
/// the acceptor <see cref="TryAnswer"/>, the initiator <see cref="TryConclude"/>. MPL is not agreed: it belongs to the layer
/// below, see <see cref="FlowEnd.Bounds"/>.
/// </summary>
/// <param name="Version">Version of FRCP that both speak.</param>
/// <param name="Qos">What the flow gives.</param>
/// <param name="Composition">The elements at both ends.</param>
/// <param name="AckBound">A.</param>
/// <param name="RetransmissionBound">R.</param>
/// <param name="PeerWindow">Packets that the peer's receive window starts with.</param>
/// <param name="Limits">What this end may use.</param>
public sealed record FlowTerms(
    byte Version,
    QosSpec Qos,
    Composition Composition,
    Duration AckBound,
    Duration RetransmissionBound,
    int PeerWindow,
    FlowLimits Limits)
{
    /// <summary>Versions that this implementation speaks.</summary>
    public static readonly VersionRange Versions = new(1, 1);

    private const int MinAckMilliseconds = 1;
    private const int MaxAckMilliseconds = 1_000;
    private const int MinRetransmissionMilliseconds = 100;
    private const int MaxRetransmissionMilliseconds = 600_000;
    private const int MaxWindow = 1 << 20;

    /// <summary>Longest message in bytes, as far as the terms alone decide. What is not sent again must be held whole by both ends.</summary>
    internal int MaxMessage => (Composition.FrcpFeatures & FrcpFeatures.Retransmission) != 0
        ? Limits.MaxMessage
        : Math.Min(Limits.MaxUnreliableMessage, Limits.ReceiveBytes);

    /// <summary>Terms without a peer's word, for both ends of a flow that one program holds, and for tests.</summary>
    public static FlowTerms For(in QosSpec qos, FlowLimits? limits = null, bool hasKeys = false)
    {
        limits ??= FlowLimits.Default;
        return new FlowTerms(
            Versions.Max, qos, Composition.For(qos, limits: limits, hasKeys: hasKeys), limits.AckBound, limits.RetransmissionBound, InitialWindow(limits), limits);
    }

    /// <summary>The offer of an initiator, for <see cref="Piggyback.Write"/>.</summary>
    public static byte[] Offer(in QosSpec qos, FlowLimits? limits = null)
    {
        limits ??= FlowLimits.Default;
        return new FlowOffer(
            Versions,
            (ushort)Clamp(limits.AckBound, MinAckMilliseconds, MaxAckMilliseconds).Milliseconds,
            (uint)Clamp(limits.RetransmissionBound, MinRetransmissionMilliseconds, MaxRetransmissionMilliseconds).Milliseconds,
            (uint)InitialWindow(limits),
            Composition.OfferFor(qos, limits).Elements).ToBytes();
    }

    /// <summary>What an acceptor makes of an offer.</summary>
    /// <param name="offer">The bytes that came.</param>
    /// <param name="qos">What the request asks for.</param>
    /// <param name="terms">The terms at this end.</param>
    /// <param name="answer">The bytes to send back with the acceptance.</param>
    /// <param name="reason">Where it cannot be: the reason to refuse with.</param>
    /// <param name="limits">What this end may use.</param>
    /// <param name="isIntactBelow">What this end's own stack says of the flow below; never the peer's word.</param>
    /// <param name="hasKeys">True where the flow's handshake ends in keys: then it is sealed, or refused.</param>
    /// <returns>False where the flow must be refused.</returns>
    public static bool TryAnswer(
        ReadOnlySpan<byte> offer,
        in QosSpec qos,
        out FlowTerms? terms,
        out byte[] answer,
        out CloseReason reason,
        FlowLimits? limits = null,
        bool isIntactBelow = false,
        bool hasKeys = false)
    {
        limits ??= FlowLimits.Default;
        terms = null;
        answer = [];
        if (!FlowOffer.TryReadVersions(offer, out VersionRange versions))
        {
            reason = CloseReason.ProtocolError;
            return false;
        }

        if (!Versions.TryChoose(versions, out byte version))
        {
            reason = CloseReason.VersionMismatch;
            return false;
        }

        if (!FlowOffer.TryRead(offer, out FlowOffer? read))
        {
            reason = CloseReason.ProtocolError;
            return false;
        }

        // The initiator offers checksum and seal always: it does not know yet what it will stand on.
        Composition composition = Composition.For(qos, isIntactBelow, limits, hasKeys);
        ElementSpec[] offered = [.. read!.Elements.Where(element => composition.Has(element.Id))];
        if (!composition.Fits(offered))
        {
            reason = CloseReason.NoCommonComposition;
            return false;
        }

        composition = composition.And(offered);

        // Both ends must count with the larger bounds: state that dies too early is unsafe, too late only costs memory.
        Duration a = Duration.Max(limits.AckBound, Duration.FromMilliseconds(read.AckMilliseconds));
        Duration r = Duration.Max(limits.RetransmissionBound, Duration.FromMilliseconds(read.RetransmissionMilliseconds));
        a = Clamp(a, MinAckMilliseconds, MaxAckMilliseconds);
        r = Clamp(r, MinRetransmissionMilliseconds, MaxRetransmissionMilliseconds);
        terms = new FlowTerms(version, qos, composition, a, r, WindowOf(read.Window), limits);
        answer = new FlowAnswer(
            version, (ushort)a.Milliseconds, (uint)r.Milliseconds, (uint)InitialWindow(limits), composition.Elements).ToBytes();
        reason = CloseReason.None;
        return true;
    }

    /// <summary>
    /// What the initiator makes of the acceptor's answer to its own offer for the same spec and limits. Both ends must stand on
    /// a flow that is intact for integrity to be left out, or have keys: each asks its own stack. Where there are keys, an answer without the
    /// seal is refused.
    /// </summary>
    /// <returns>False where the answer is broken or not what was offered; the flow must then be closed with the reason.</returns>
    public static bool TryConclude(
        ReadOnlySpan<byte> answer,
        in QosSpec qos,
        out FlowTerms? terms,
        out CloseReason reason,
        FlowLimits? limits = null,
        bool isIntactBelow = false,
        bool hasKeys = false)
    {
        terms = null;
        if (!FlowAnswer.TryRead(answer, out FlowAnswer? read)
            || read!.AckMilliseconds is < MinAckMilliseconds or > MaxAckMilliseconds
            || read.RetransmissionMilliseconds is < MinRetransmissionMilliseconds or > MaxRetransmissionMilliseconds)
        {
            reason = CloseReason.ProtocolError;
            return false;
        }

        if (read.Version < Versions.Min || read.Version > Versions.Max)
        {
            reason = CloseReason.VersionMismatch;
            return false;
        }

        Composition composition = Composition.For(qos, isIntactBelow, limits, hasKeys);
        if (!composition.Fits(read.Elements))
        {
            reason = CloseReason.NoCommonComposition;
            return false;
        }

        composition = composition.And(read.Elements);

        terms = new FlowTerms(
            read.Version,
            qos,
            composition,
            Duration.FromMilliseconds(read.AckMilliseconds),
            Duration.FromMilliseconds(read.RetransmissionMilliseconds),
            WindowOf(read.Window),
            limits ?? FlowLimits.Default);
        reason = CloseReason.None;
        return true;
    }

    /// <summary>Packets that a receive window begins with.</summary>
    internal static int InitialWindow(FlowLimits limits) => Math.Min(limits.ReceivePackets, FlowLimits.InitialReceivePackets);

    private static int WindowOf(uint packets) => (int)Math.Clamp(packets, 1, MaxWindow);

    private static Duration Clamp(Duration value, int minMilliseconds, int maxMilliseconds) => Duration.Max(
        Duration.FromMilliseconds(minMilliseconds), Duration.Min(value, Duration.FromMilliseconds(maxMilliseconds)));
}
