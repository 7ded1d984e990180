using Lamina.Core;

namespace Lamina.Ipc.Unicast.Control;

/// <summary>Says to a person why a flow did not come about.</summary>
internal static class RefusalText
{
    /// <summary>What is not there may come; what says no, or is not understood, stays so.</summary>
    public static bool MayChange(CloseReason reason) => reason is CloseReason.NameUnknown or CloseReason.NoListener
        or CloseReason.Timeout or CloseReason.Unreachable or CloseReason.ShuttingDown or CloseReason.PeerDied or CloseReason.AddressTaken;

    /// <summary>An outcome of the kind that fits the reason.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="what">What was wanted, as the start of a sentence.</param>
    public static Outcome Of(CloseReason reason, string what) => reason switch
    {
        CloseReason.NameUnknown => Outcome.NotFound($"{what}: no lower layer knows the name", "register it where it is served: lamina register NAME --layer LAYER"),
        CloseReason.NoListener => Outcome.NotFound($"{what}: nothing behind the name accepts flows", "where it is served: lamina bind ipcp IPCP --name NAME"),
        CloseReason.Timeout or CloseReason.Unreachable => Outcome.Timeout($"{what}: no answer in time", "lamina doctor, here and on the other side"),
        CloseReason.VersionMismatch => Outcome.Failed($"{what}: the other side speaks other versions of the protocol", "lamina version, on both sides: upgrade the older one"),
        CloseReason.NoCommonComposition => Outcome.Failed($"{what}: both sides share no way to run the flow"),
        CloseReason.Denied => Outcome.Denied($"{what}: the other side does not admit this one"),
        CloseReason.Expired => Outcome.Denied($"{what}: a credential is not valid by the other side's clock", "look at the clocks of both hosts, and renew the credential"),
        CloseReason.NoResources => Outcome.Failed($"{what}: no room for one more flow"),
        CloseReason.NoBandwidth => Outcome.Failed(
            $"{what}: the layer below has not so much bandwidth left", "a smaller --capacity; lamina show IPCP info says what is kept for whom"),
        CloseReason.ShuttingDown => Outcome.Failed($"{what}: this side is shutting down"),
        CloseReason.AddressTaken => Outcome.Failed($"{what}: one side had to take another address", "try again"),
        _ => Outcome.Failed($"{what}: {reason}"),
    };
}
