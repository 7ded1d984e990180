using Lamina.Core;

namespace Lamina.Ipc.Irm.Rules;

/// <summary>Who asks for a flow.</summary>
/// <param name="Kind">What is known of it.</param>
/// <param name="Peer">Which node it proved to be; of a program of this stack, this node.</param>
public readonly record struct RuleAsker(AskerKind Kind, PeerIdentity Peer)
{
    /// <summary>Somebody of whom nothing is known.</summary>
    public static readonly RuleAsker Unproved = new(AskerKind.Unproved, PeerIdentity.Anonymous);

    /// <summary>A program of this stack.</summary>
    public static RuleAsker Local(PeerIdentity self) => new(AskerKind.Local, self);

    /// <summary>Who came through a layer's handshake, with what it proved.</summary>
    public static RuleAsker Proved(PeerIdentity peer) => peer == PeerIdentity.Anonymous ? Unproved : new(AskerKind.Proved, peer);

    /// <summary>For people and logs.</summary>
    public override string ToString() => Kind switch
    {
        AskerKind.Unproved => "somebody who proved nothing",
        AskerKind.Local => "a program of this stack",
        _ => $"node {Peer.KeyHash.ToHex()}",
    };
}
