using Lamina.Core;

namespace Lamina.Protocols.Allocation;

/// <summary>
/// A flow that outlives its stack: it begins as Open in the next one, which claims it from the peer until something is heard. The peer
/// that does not know the flow any more answers the claim with a close.
/// </summary>
public sealed partial class AllocatedFlow<TPeer>
{
    // 0.25, 0.5, 1, 2, 4, 8 s after a way is there: a peer that says nothing for so long is lost, or has nothing to say.
    private const int Claims = 7;
    private static readonly Duration FirstClaimPause = Duration.FromMilliseconds(250);
    private static readonly Duration LongestWait = Duration.FromSeconds(120);

    private int _claimsLeft;
    private Instant _adoptedAt;
    private bool _hasMoved;

    /// <inheritdoc/>
    public override FlowTicket? Ticket => CarriesPackets ? WriteTicket() : null;

    private FlowTicket? WriteTicket() => RemoteEid == 0 || _owner.Transport.AddressOf(RemotePeer) is not (> 0 and var peer)
        ? null
        : new FlowTicket
        {
            Eid = Eid,
            RemoteEid = RemoteEid,
            LocalAddress = _owner.Transport.LocalAddress,
            RemoteAddress = peer,
            Qos = Qos,
            MaxPacketSize = MaxPacketSize,
            MaxPacketLifetime = MaxPacketLifetime,
        };

    /// <summary>The life of its IPC process ends as by a crash: the user and the sink are told, and nobody else.</summary>
    /// <returns>What a next life has to tell the peer: a close that was not acknowledged. Null: nothing.</returns>
    internal FlowParting? Vanish(Instant now)
    {
        FlowParting? parting = State == AllocationState.Closing && WriteTicket() is { } ticket ? new(ticket, _closedBecause) : null;
        switch (State)
        {
            case AllocationState.Requested or AllocationState.Admitting:
                Fail(CloseReason.ShuttingDown, now);
                break;
            case AllocationState.Offered or AllocationState.Open:
                End(CloseReason.MemberLost, now);
                User.HandleFlowEvent(FlowEvent.Closed, CloseReason.MemberLost, now);
                break;
            default:
                End(CloseReason.ShuttingDown, now);
                break;
        }

        return parting;
    }

    internal void Adopt(FlowTicket ticket, Instant now)
    {
        _maxPacketLifetime = ticket.MaxPacketLifetime;
        _hasMoved = ticket.LocalAddress != _owner.Transport.LocalAddress;
        _adoptedAt = now;
        _claimsLeft = Claims;
        IsUp = _owner.Transport.HasWay(this);
        Enter(AllocationState.Open);
        _life.Begin(now);
        Claim(now);
    }

    private void Claim(Instant now)
    {
        if (_life.HasHeardSince(_adoptedAt) || _claimsLeft == 1 || (!IsUp && now - _adoptedAt > LongestWait))
        {
            _claimsLeft = 0;
            Watch(now);
            return;
        }

        if (!IsUp)
        {
            // What is said before there is a way goes nowhere.
            SetTimer(now + FirstClaimPause);
            return;
        }

        _claimsLeft--;
        if (_hasMoved)
        {
            _owner.SendUpdate(this, default, now);
        }

        _life.NoteSent(now);
        _owner.Sender.SendConfirm(RemotePeer, Eid, RemoteEid, now);
        SetTimer(now + (FirstClaimPause * (1L << (Claims - 1 - _claimsLeft))));
    }
}
