using Lamina.Core;
using Lamina.Ipc.Irm.Brokering;

namespace Lamina.Ipc.Irm.Replacing;

/// <summary>
/// Stands in for a layer's flow while its IPC process is replaced: what the flow was like, and what its user does to it meanwhile.
/// </summary>
internal sealed class AwayFlow(LowerFlow former, FlowTicket ticket, BrokeredFlow flow, bool wasUp) : LowerFlow
{
    /// <summary>The flow as its user knows it.</summary>
    public BrokeredFlow Flow => flow;

    /// <summary>True where it had a way before; so it should have one afterwards.</summary>
    public bool WasUp => wasUp;

    /// <summary>Why its user closed it; the peer is still to be told. None: it is open.</summary>
    public CloseReason ClosedBecause { get; private set; }

    public override long Id { get; } = former.Id;

    public override int MaxPacketSize { get; } = former.MaxPacketSize;

    public override int HeadRoom { get; } = former.HeadRoom;

    public override Duration MaxPacketLifetime { get; } = former.MaxPacketLifetime;

    public override PeerIdentity Peer { get; } = former.Peer;

    public override QosSpec AcceptedQos { get; } = former.AcceptedQos;

    public override bool IsIntact { get; } = former.IsIntact;

    public override bool KeepsPacketSize { get; } = former.KeepsPacketSize;

    public override FlowTicket? Ticket => ticket;

    public override int Credit => 0;

    public override void Transmit(in Train train, Instant now) => train.Buffer.Release();

    public override void Close(CloseReason reason, Instant now) => ClosedBecause = reason;
}
