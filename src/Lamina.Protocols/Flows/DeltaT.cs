using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>
/// The three bounds of Delta-t (Watson, 1981) and what follows from them: state needs no handshake, because it is kept
/// until no packet that belongs to it can still exist.
/// </summary>
/// <param name="MaxPacketLifetime">MPL: the longest life of a packet below.</param>
/// <param name="AckBound">A: the longest time before an acknowledgement is sent.</param>
/// <param name="RetransmissionBound">R: the longest time that a packet is sent again.</param>
public readonly record struct DeltaT(Duration MaxPacketLifetime, Duration AckBound, Duration RetransmissionBound)
{
    /// <summary>A sender that sent nothing for so long begins a new run: 3 MPL + A + R.</summary>
    public Duration SenderInactivity => (MaxPacketLifetime * 3) + AckBound + RetransmissionBound;

    /// <summary>A receiver that got nothing for so long forgets the run: 2 MPL + A + R, always before the sender does.</summary>
    public Duration ReceiverInactivity => (MaxPacketLifetime * 2) + AckBound + RetransmissionBound;
}
