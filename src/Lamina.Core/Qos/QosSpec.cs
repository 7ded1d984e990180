using System.Runtime.InteropServices;

namespace Lamina.Core;

/// <summary>
/// What a flow asks for, free of technology. Values of the named specs: Ouroboros, listing 4, and its header qos.h.
/// </summary>
/// <param name="Delay">Largest one-way delay in milliseconds; 2^32-1: any.</param>
/// <param name="Bandwidth">Bits per second to reserve; 0 and 2^64-1 reserve nothing.</param>
/// <param name="Availability">Class of nines.</param>
/// <param name="Loss">Packets lost per 10^9; 0 asks for retransmission.</param>
/// <param name="BitErrors">Bit errors per 10^9 bits; 0 asks for an integrity check.</param>
/// <param name="InOrder">True asks for packets in order, each at most once.</param>
/// <param name="MaxGap">Longest interruption in milliseconds; 2^32-1: any.</param>
/// <param name="PeerTimeout">
/// Milliseconds of silence after which the peer counts as dead and the flow closes (<see cref="CloseReason.PeerSilent"/>); 0: never.
/// Peers that have nothing to say answer questions, so only one that is dead, cut off, or does not run (stopped, suspended, in a debugger)
/// is silent. Default 120 000; 200 is about the least that makes sense.
/// </param>
// Each end of a flow keeps several of these.
[StructLayout(LayoutKind.Auto)]
public readonly record struct QosSpec(
    uint Delay, ulong Bandwidth, byte Availability, uint Loss, uint BitErrors, bool InOrder, uint MaxGap, uint PeerTimeout)
{
    /// <summary>Packets as the layer below delivers them, unchecked.</summary>
    public static readonly QosSpec Raw = new(uint.MaxValue, 0, 0, 1, 1, false, uint.MaxValue, 120_000);

    /// <summary>As <see cref="Raw"/>, broken packets dropped: what UDP gives.</summary>
    public static readonly QosSpec RawNoErrors = new(uint.MaxValue, 0, 0, 1, 0, false, uint.MaxValue, 120_000);

    /// <summary>In order, with gaps.</summary>
    public static readonly QosSpec BestEffort = new(uint.MaxValue, 0, 0, 1, 0, true, uint.MaxValue, 120_000);

    /// <summary>In order, late packets dropped, 100 ms.</summary>
    public static readonly QosSpec Video = new(100, ulong.MaxValue, 3, 1, 0, true, 100, 120_000);

    /// <summary>In order, late packets dropped, 50 ms, 100 kbit/s.</summary>
    public static readonly QosSpec Voice = new(50, 100_000, 5, 1, 0, true, 50, 120_000);

    /// <summary>Everything, in order, intact.</summary>
    public static readonly QosSpec Data = new(1000, 0, 0, 0, 0, true, 2000, 120_000);

    /// <summary>True where the spec reserves bandwidth.</summary>
    public bool ReservesBandwidth => Bandwidth is not (0 or ulong.MaxValue);

    /// <summary>The class that carries such a flow (table Q: voice, else video, else best effort).</summary>
    public QosCube Cube => this switch
    {
        { Delay: <= 50, Bandwidth: <= 100_000, Availability: >= 5, MaxGap: <= 50 } => QosCube.Voice,
        { Delay: <= 100, Availability: >= 3, MaxGap: <= 100 } => QosCube.Video,
        _ => QosCube.BestEffort,
    };

    /// <summary>The same, with nothing reserved. No property: a record prints those, and one of its own type without end.</summary>
    public QosSpec WithoutReservation() => ReservesBandwidth ? this with { Bandwidth = 0 } : this;
}
