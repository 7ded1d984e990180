using Lamina.Core;
using Lamina.Security.Records;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>
/// A flow as the IRM hands it on: the layer's own, with the identity that the handshake proved, and with the table of
/// flows kept true in whichever way it ends. One call more per train, whatever its number of packets.
/// </summary>
internal sealed class BrokeredFlow : LowerFlow, IFlowUser, IKeyedFlow
{
    private readonly StackFlows _flows;
    private readonly FlowRecord _record;
    private LowerFlow _lower = NoLowerFlow.Instance;
    private RecordKeys? _keys;

    /// <param name="flows">The stack's flows.</param>
    /// <param name="record">Its line among them, which knows who was proved to be at the other end.</param>
    /// <param name="keys">What the handshake ended in; taken over, and kept only until the flow's end takes them.</param>
    public BrokeredFlow(StackFlows flows, FlowRecord record, RecordKeys? keys = null)
    {
        _keys = keys;
        HasKeys = keys is not null;
        _flows = flows;
        _record = record;
    }

    public FlowRecord Record => _record;

    /// <summary>False once it has ended, whoever ended it.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>False while its layer says that it has no way.</summary>
    public bool IsUp => _record.IsUp;

    public override long Id => _record.Id;

    public override int MaxPacketSize => _lower.MaxPacketSize;

    public override int HeadRoom => _lower.HeadRoom;

    public override Duration MaxPacketLifetime => _lower.MaxPacketLifetime;

    public override PeerIdentity Peer => _record.Peer;

    public override bool HasKeys { get; }

    public override bool IsIntact => _lower.IsIntact;

    public override bool KeepsPacketSize => _lower.KeepsPacketSize;

    public override QosSpec AcceptedQos => _lower.AcceptedQos;

    public override FlowTicket? Ticket => _record is { Process: { Layer: { } layer } process, Owner.Process: null } && _lower.Ticket is { } ticket
        ? ticket with { Process = process.Name, Layer = layer, Name = _record.Name.Value, IsIncoming = _record.IsIncoming, Peer = Peer }
        : null;

    public override int Credit => _lower.Credit;

    public override bool HasCreditFor(int bytes) => _lower.HasCreditFor(bytes);

    public override bool TryReserve(int bytes) => _lower.TryReserve(bytes);

    public RecordKeys? TakeKeys()
    {
        RecordKeys? keys = _keys;
        _keys = null;
        return keys;
    }

    /// <summary>Takes the layer's flow, whose user this is; once more where another life of the layer's member has it.</summary>
    public void Attach(LowerFlow lower)
    {
        bool isNew = _record.Lower is null;
        _lower.User = NoFlowUser.Instance;
        _lower = lower;
        _record.Lower = lower;
        _record.Brokered = this;
        if (isNew)
        {
            _flows.Add(_record);
        }
    }

    public override void Transmit(in Train train, Instant now)
    {
        _record.SentPackets += train.Count;
        _record.SentBytes += train.TotalLength;
        _lower.Transmit(train, now);
    }

    public override void Rest(Instant now) => _lower.Rest(now);

    public override void Close(CloseReason reason, Instant now)
    {
        IsOpen = false;
        _flows.Remove(_record);
        TakeKeys()?.Dispose();
        User = NoFlowUser.Instance;
        _lower.Close(reason, now);
    }

    /// <summary>The stack ends it, whatever layer and user want: both hear of it.</summary>
    public void Cut(CloseReason reason, Instant now)
    {
        if (IsOpen)
        {
            _lower.User = NoFlowUser.Instance;
            _lower.Close(reason, now);
            HandleFlowEvent(FlowEvent.Closed, reason, now);
        }
    }

    public void HandleTrain(in Train train, Instant now)
    {
        _record.ReceivedPackets += train.Count;
        _record.ReceivedBytes += train.TotalLength;
        User.HandleTrain(train, now);
    }

    public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now)
    {
        switch (what)
        {
            case FlowEvent.Up or FlowEvent.Down:
                _record.IsUp = what == FlowEvent.Up;
                break;
            case FlowEvent.Closed:
                IsOpen = false;
                _flows.Remove(_record);
                TakeKeys()?.Dispose();
                break;
        }

        User.HandleFlowEvent(what, reason, now);
    }
}
