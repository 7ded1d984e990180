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

    /// <summary>True where a clock may be to blame.</summary>
    public static bool IsOfClocks(this HandshakeVerdict verdict) => verdict is HandshakeVerdict.Expired or HandshakeVerdict.NotYetValid;

    /// <summary>A clock as a sentence about clocks names it: wrong by a year is seen at once.</summary>
    public static string Describe(DateTimeOffset clock) => $"{clock.UtcDateTime:yyyy-MM-dd HH:mm} UTC";

    /// <summary>What a person reads: what the other side has not shown.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="clock">Whose clock it was, for who reads: default, this host's.</param>
    public static string ToText(this HandshakeVerdict verdict, string clock = "this host's clock") => verdict switch
    {
        HandshakeVerdict.Proved => "it has proved itself",
        HandshakeVerdict.NotForUs => "its first message does not open (changed on its way, or made for another key)",
        HandshakeVerdict.Replayed => "its first message had come before",
        HandshakeVerdict.Malformed => "what it showed cannot be read",
        HandshakeVerdict.NoCredential => "it showed no credential",
        HandshakeVerdict.OtherLayer => "its credential is of another layer",
        HandshakeVerdict.NotIssued => "its credential is of no authority of this layer",
        HandshakeVerdict.OtherKey => "its credential is another node's",
        HandshakeVerdict.Expired => $"its credential has expired (or {clock} is ahead)",
        HandshakeVerdict.NotYetValid => $"its credential is not valid yet (or {clock} is behind)",
        HandshakeVerdict.Revoked => "its credential was revoked",
        _ => "its credential does not cover the name",
    };
}
