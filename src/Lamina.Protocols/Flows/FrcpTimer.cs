namespace Lamina.Protocols.Flows;

/// <summary>The time-outs of FRCP.</summary>
internal enum FrcpTimer
{
    /// <summary>Nothing was acknowledged for long: everything counts as lost (RFC 6298).</summary>
    Retransmission,

    /// <summary>A packet that might only be late counts as lost.</summary>
    Reordering,

    /// <summary>The oldest packet is R old.</summary>
    GiveUp,

    /// <summary>A single packet has waited long enough for its acknowledgement.</summary>
    DelayedAck,

    /// <summary>Time to ask for the window.</summary>
    Rendezvous,

    /// <summary>Time to see whether a buffer or credit is there.</summary>
    Retry,

    /// <summary>The flow below has taken nothing for R, while a writer waits.</summary>
    NoCredit,

    /// <summary>The number of time-outs.</summary>
    Count,
}
