namespace Lamina.Protocols.Allocation;

/// <summary>
/// Where a flow is between its request and its end. A straight line, so that nothing is ever half open for long: every
/// state but <see cref="Open"/> has a time-out.
/// <code>
///   requester                                        acceptor
///
///   Allocate                                         Arriving  one answer awaited; Request again: nothing
///      v        --- Request (repeated) ------------>    |   \  refuse, time-out, withdrawal
///   Requested                                           v    '--> gone, its refusal remembered for repetitions
///      |        &lt;-- Reply (repeated) --------------- Offered   Request again: Reply again
///      v                                                |
///  Admitting    only where the layer makes room first   v
///      v
///    Open       --- first packet, or Confirm ------>  Open
///      |
///      v  Close, either side
///   Closing     --- Close (repeated) -------------->  Closed   its user is told
///      v        &lt;-- CloseAck -----------------------
///   Closed      remembered for 3 MPL + A + R: a late Request opens nothing, and the EID is not drawn again
/// </code>
/// A requester that withdraws goes from Requested to Closed at once, with one Close that names no receiver: every Reply that
/// comes later is answered with a Close.
/// </summary>
public enum AllocationState
{
    /// <summary>Asked for; the reply is awaited.</summary>
    Requested,

    /// <summary>Accepted by the other end; the layer makes room for what was asked, on the way there.</summary>
    Admitting,

    /// <summary>Somebody asked for it here; the local answer is awaited.</summary>
    Arriving,

    /// <summary>Accepted here; the requester has not shown that it knows. It carries packets.</summary>
    Offered,

    /// <summary>It carries packets, and both sides know.</summary>
    Open,

    /// <summary>Closed here; the peer has not shown that it knows.</summary>
    Closing,

    /// <summary>Gone.</summary>
    Closed,
}
