namespace Lamina.Core;

/// <summary>What the reasons have in common.</summary>
public static class CloseReasons
{
    /// <summary>
    /// True where the reason means that the other program gave the flow up on purpose, and not as it should end: what came before
    /// and was not read is worth nothing any more, so whoever reads hears of it at once.
    /// </summary>
    public static bool IsReset(this CloseReason reason) => reason is CloseReason.Reset or CloseReason.Refused or CloseReason.Denied
        or CloseReason.NoResources or CloseReason.NoBandwidth or CloseReason.ProtocolError;
}
