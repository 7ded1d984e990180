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
}
