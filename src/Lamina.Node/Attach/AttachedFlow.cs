using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <summary>
/// A flow of the daemon's stack, in the program: what its flow ends stand on. Packets go into the ring; lower layers push
/// their headers in the daemon's memory, so no head room is needed here.
/// </summary>
internal sealed class AttachedFlow(AttachedStack stack, uint number, AttachFlowLimits limits) : LowerFlow
{
    private bool _isStarved;

    public uint Number { get; } = number;

    public override long Id => Number;

    public override int MaxPacketSize => limits.MaxPacketSize;

    public override int HeadRoom => 0;

    public override Duration MaxPacketLifetime => limits.MaxPacketLifetime;

    public override PeerIdentity Peer => limits.Peer;

    /// <summary>False once either side has closed it, or the daemon has gone.</summary>
    public bool IsOpen { get; private set; } = true;

    public override bool IsIntact => limits.IsIntact;

    public override QosSpec AcceptedQos => limits.Qos;

    public override int Credit
    {
        get
        {
            if (!IsOpen)
            {
                return 0;
            }

            if (stack.HasRoom)
            {
                return AttachRecord.MaxBytes;
            }

            _isStarved = true;
            return 0;
        }
    }

    public override void Transmit(in Train train, Instant now)
    {
        if (IsOpen)
        {
            stack.Transmit(Number, train);
        }

        train.Buffer.Release();
    }

    public override void Close(CloseReason reason, Instant now)
    {
        IsOpen = false;
        User = NoFlowUser.Instance;
        stack.Close(this, reason, now);
    }

    internal void HandleEvent(FlowEvent what, CloseReason reason, Instant now)
    {
        IsOpen &= what != FlowEvent.Closed;
        User.HandleFlowEvent(what, reason, now);
    }

    internal void HandleRoom(Instant now)
    {
        if (!_isStarved)
        {
            return;
        }

        _isStarved = false;
        User.HandleFlowEvent(FlowEvent.Writable, CloseReason.None, now);
    }
}
