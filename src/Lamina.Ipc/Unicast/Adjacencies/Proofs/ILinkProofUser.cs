using Lamina.Core;
using Lamina.Ipc.Unicast.Control;
using Lamina.Wire.Connections;

namespace Lamina.Ipc.Unicast.Adjacencies.Proofs;

/// <summary>Who makes neighbours of those that have proved themselves.</summary>
internal interface ILinkProofUser
{
    /// <summary>Judges what a peer that was proved says about itself, before it is answered.</summary>
    /// <param name="hello">What it says.</param>
    /// <param name="peer">Who it is.</param>
    /// <param name="dialled">The name that this side dialled, for a sentence; empty where the other side did.</param>
    /// <param name="now">The present.</param>
    /// <returns>Why it is no neighbour, and whether that may change.</returns>
    (Outcome Outcome, CloseReason Reason) Judge(in ConnectionHello hello, PeerIdentity peer, string dialled, Instant now);

    /// <summary>It is a neighbour: takes the channel over.</summary>
    void HandleProved(in ConnectionHello hello, LinkOrigin origin, LinkBond bond, ControlChannel channel, Instant now);
}
