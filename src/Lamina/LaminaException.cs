using Lamina.Core;

namespace Lamina;

/// <summary>Every failure that this library reports; <see cref="Error"/> says which kind.</summary>
public sealed class LaminaException : IOException
{
    /// <summary>With a kind and a sentence for a person.</summary>
    /// <param name="error">The kind.</param>
    /// <param name="message">What failed, why, and what to do.</param>
    /// <param name="inner">What caused it, where there is more to say.</param>
    public LaminaException(LaminaError error, string message, Exception? inner = null)
        : base(message, inner) => Error = error;

    /// <summary>The kind.</summary>
    public LaminaError Error { get; }

    internal static LaminaException From(CloseReason reason, string what) => new(KindOf(reason), $"{what}: {TextOf(reason)}");

    internal static LaminaException From(Outcome outcome) => new(
        outcome.Code switch
        {
            OutcomeCode.Denied => LaminaError.Denied,
            OutcomeCode.Timeout => LaminaError.Timeout,
            OutcomeCode.NotFound => LaminaError.NameUnknown,
            OutcomeCode.Usage => LaminaError.NameInUse,
            _ => LaminaError.InvalidRequest,
        },
        outcome.Hint.Length == 0 ? outcome.Message : $"{outcome.Message} ({outcome.Hint})");

    internal static LaminaException Ended(Exception? reason) => reason is null or Node.Driving.DriverStoppedException
        ? new LaminaException(LaminaError.StackClosed, "the stack was closed")
        : new LaminaException(LaminaError.StackFailed, $"the stack ended: {reason.Message}", reason);

    private static LaminaError KindOf(CloseReason reason) => reason switch
    {
        CloseReason.None or CloseReason.Normal => LaminaError.Closed,
        CloseReason.NameUnknown => LaminaError.NameUnknown,
        CloseReason.NoListener => LaminaError.NoListener,
        CloseReason.ProgramNotStarted => LaminaError.ProgramNotStarted,
        CloseReason.Refused => LaminaError.Refused,
        CloseReason.VersionMismatch or CloseReason.NoCommonComposition => LaminaError.Incompatible,
        CloseReason.Denied or CloseReason.WrongKey or CloseReason.Expired => LaminaError.Denied,
        CloseReason.Timeout or CloseReason.Unreachable => LaminaError.Timeout,
        CloseReason.NoResources or CloseReason.NoBandwidth => LaminaError.NoResources,
        CloseReason.PeerDied or CloseReason.ShuttingDown or CloseReason.PeerSilent => LaminaError.PeerDied,
        CloseReason.StackLost => LaminaError.StackLost,
        CloseReason.ProtocolError => LaminaError.ProtocolError,
        CloseReason.Reset => LaminaError.Reset,
        _ => LaminaError.FlowLost,
    };

    private static string TextOf(CloseReason reason) => reason switch
    {
        CloseReason.None or CloseReason.Normal => "it was closed",
        CloseReason.NameUnknown =>
            "nobody serves the name; is a program of this stack behind it, or is it registered in a layer that this stack is a member of?",
        CloseReason.NoListener => "the name is known, but no program accepts flows for it",
        CloseReason.ProgramNotStarted => "the program behind the name could not be started, or did not listen in time",
        CloseReason.Refused => "the other side refused",
        CloseReason.VersionMismatch => "the two sides share no version of the protocol",
        CloseReason.NoCommonComposition => "the two sides share no composition or security suite",
        CloseReason.Denied =>
            "identity not proved, or not allowed by the rules of the name at whoever serves it",
        CloseReason.Timeout => "no answer in time",
        CloseReason.Unreachable => "nothing was acknowledged for too long",
        CloseReason.NoResources => "no room for one more",
        CloseReason.NoBandwidth => "the layer has not so much bandwidth left as was asked for; ask for less, or for none",
        CloseReason.WrongKey => "no member that serves the name has the key that the directory says it has; ask again",
        CloseReason.Expired => "a credential is not valid at this time; is it renewed, and are the clocks of both hosts right?",
        CloseReason.PeerDied => "the peer's process has died",
        CloseReason.ShuttingDown => "the peer's stack is shutting down",
        CloseReason.StackLost => "the daemon has gone",
        CloseReason.ProtocolError => "the protocol was broken",
        CloseReason.LowerFlowLost => "a layer below broke down",
        CloseReason.PeerSilent => "nothing was heard of the peer for longer than the flow allows (PeerTimeout of its QoS spec)",
        CloseReason.Reset => "it was reset: one of the programs gave it up at once",
        CloseReason.MemberLost => "the IPC process that carried the flow was restarted, and did not come back into its layer",
        CloseReason.AddressTaken => "one end had to take another address in the layer; ask for a new flow",
        _ => "it ended for a reason that this version does not know",
    };
}
