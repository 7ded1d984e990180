using Lamina.Core;

namespace Lamina.Security.Handshake;

/// <summary>What verdicts mean for a flow.</summary>
public static class HandshakeVerdicts
{
    /// <summary>
    /// What the other side hears: no more than it needs. Who is not proved learns that it is denied, a key that was replaced that it was,
    /// and clocks are named, as nobody finds those by himself.
    /// </summary>
    public static CloseReason ToReason(this HandshakeVerdict verdict) => verdict switch
    {
        HandshakeVerdict.Proved => CloseReason.None,
        HandshakeVerdict.NotForUs => CloseReason.WrongKey,
        HandshakeVerdict.Expired or HandshakeVerdict.NotYetValid => CloseReason.Expired,
        _ => CloseReason.Denied,
    };

    /// <summary>What a person of this side reads: what the other side has not shown.</summary>
    public static string ToText(this HandshakeVerdict verdict) => verdict switch
    {
        HandshakeVerdict.Proved => "it has proved itself",
        HandshakeVerdict.NotForUs => "its first message does not open (changed on its way, or made for another key)",
        HandshakeVerdict.Replayed => "its first message had come before",
        HandshakeVerdict.Malformed => "what it showed cannot be read",
        HandshakeVerdict.NoCredential => "it showed no credential",
        HandshakeVerdict.OtherLayer => "its credential is of another layer",
        HandshakeVerdict.NotIssued => "its credential is of no authority of this layer",
        HandshakeVerdict.OtherKey => "its credential is another node's",
        HandshakeVerdict.Expired => "its credential has expired (or this host's clock is ahead)",
        HandshakeVerdict.NotYetValid => "its credential is not valid yet (or this host's clock is behind)",
        HandshakeVerdict.Revoked => "its credential was revoked",
        _ => "its credential does not cover the name",
    };
}
