using Lamina.Core;
using Lamina.Wire.Allocation;

namespace Lamina.Protocols.Allocation;

/// <summary>The flow's way through its states.</summary>
public sealed partial class AllocatedFlow<TPeer>
{
    // A peer that claims more would only make us remember its flows for longer than anything lives.
    private static readonly Duration LongestLifetime = Duration.FromSeconds(600);

    /// <summary>Time has come to say something again, or to stop waiting.</summary>
    public void HandleTimeout(Instant now)
    {
        if (_owesConfirm)
        {
            SendConfirm(now);
        }
        else if (State == AllocationState.Open && _claimsLeft > 0)
        {
            Claim(now);
        }
        else if (State == AllocationState.Open)
        {
            ShowLife(now);
        }
        else if (State == AllocationState.Arriving)
        {
            RefuseArrival(CloseReason.Timeout, now);
        }
        else if (State == AllocationState.Admitting)
        {
            RefuseAdmission(CloseReason.Timeout, now);
        }
        else if (State is AllocationState.Requested or AllocationState.Offered or AllocationState.Closing)
        {
            if (_message is null || _message.IsOver(now) || (State == AllocationState.Closing && !_budget.Allows(_message.Bytes.Length)))
            {
                GiveUp(now);
            }
            else
            {
                SendAgain(_message, now);
            }
        }
    }

    internal void Request(in AllocationRequest request, IAllocationSink sink, Instant now)
    {
        _sink = sink;
        Enter(AllocationState.Requested);
        Span<byte> bytes = stackalloc byte[AllocationSender<TPeer>.MaxLength];
        int length = _owner.Sender.WriteRequest(bytes, Eid, request, _owner.Purse.Find(RemotePeer, now), MaxPacketSize);
        Repeat(bytes[..length], _owner.Settings.Patience, now);
    }

    internal bool TryAccept(ReadOnlySpan<byte> data, IFlowUser user, Instant now)
    {
        if (State != AllocationState.Arriving)
        {
            return false;
        }

        if (data.Length > AllocationRequest.MaxDataLength)
        {
            RefuseArrival(CloseReason.NoResources, now);
            return false;
        }

        User = user;
        Enter(AllocationState.Offered);
        DeliverEarlyLater();
        Span<byte> bytes = stackalloc byte[AllocationSender<TPeer>.MaxLength];
        Repeat(bytes[.._owner.Sender.WriteReply(bytes, Eid, RemoteEid, CloseReason.None, _accepted, data)], _owner.Settings.ConfirmPatience, now);
        return true;
    }

    internal void RefuseArrival(CloseReason reason, Instant now)
    {
        if (State == AllocationState.Arriving)
        {
            End(reason, now);
            _owner.Sender.SendRefusal(RemotePeer, RemoteEid, reason, now);
        }
    }

    internal void HandleReply(in ReplyPdu reply, TPeer from, Instant now)
    {
        if (State == AllocationState.Requested)
        {
            if (reply.Reason != CloseReason.None)
            {
                Fail(reply.Reason, now);
                return;
            }

            HandleAccepted(reply, from, now);
        }
        else if (reply.Reason == CloseReason.None && reply.SourceEid != RemoteEid)
        {
            // A second acceptor (it was restarted, or the first refusal was lost): one flow is enough.
            _owner.Sender.SendClose(from, Eid, reply.SourceEid, CloseReason.Normal, now);
        }
        else if (State == AllocationState.Open)
        {
            SendConfirm(now);
        }
    }

    internal void HandleVersionRefusal(Instant now)
    {
        if (State == AllocationState.Requested)
        {
            Fail(CloseReason.VersionMismatch, now);
        }
    }

    internal void HandleConfirm(Instant now)
    {
        _life.NoteHeard(now);
        if (State == AllocationState.Offered)
        {
            Prove();
            Enter(AllocationState.Open);
            _message = null;
            _life.Begin(now);
            Watch(now);
        }
    }

    internal void HandleUpdate(TPeer peer)
    {
        if (!peer.Equals(RemotePeer))
        {
            _owner.Table.UnindexRemote(this);
            RemotePeer = peer;
            _owner.Table.IndexRemote(this);
        }
    }

    /// <summary>What <see cref="IAllocationTransport{TPeer}.TryAdmit"/> waited for is there: the requester gets its flow.</summary>
    public void Admit(Instant now)
    {
        if (State == AllocationState.Admitting)
        {
            byte[] data = _answer;
            _answer = [];
            Conclude(data, now);
        }
    }

    /// <summary>It is not, and will not be: there is no flow, and the acceptor is told.</summary>
    public void RefuseAdmission(CloseReason reason, Instant now)
    {
        if (State == AllocationState.Admitting)
        {
            // Where this is lost, the acceptor repeats its reply, and hears then that there is no such flow.
            _owner.Sender.SendClose(RemotePeer, Eid, RemoteEid, reason, now);
            Fail(reason, now);
        }
    }

    /// <summary>The other end is gone.</summary>
    internal void HandleClose(CloseReason reason, Instant now)
    {
        // 0 means "not closed" and would turn an end into a beginning.
        reason = reason == CloseReason.None ? CloseReason.Other : reason;
        if (State is AllocationState.Requested or AllocationState.Admitting)
        {
            Fail(reason, now);
            return;
        }

        bool hasUser = CarriesPackets;
        End(reason, now);
        if (hasUser)
        {
            User.HandleFlowEvent(FlowEvent.Closed, reason, now);
        }
    }

    internal void HandleCloseAck(Instant now)
    {
        if (State == AllocationState.Closing)
        {
            End(_closedBecause, now);
        }
    }

    /// <summary>The IPC process leaves: the peer is told once, the user and the sink for sure.</summary>
    internal void Abandon(CloseReason reason, Instant now)
    {
        switch (State)
        {
            case AllocationState.Requested or AllocationState.Admitting:
                _owner.Sender.SendClose(RemotePeer, Eid, RemoteEid, reason, now);
                Fail(reason, now);
                break;
            case AllocationState.Arriving:
                RefuseArrival(reason, now);
                break;
            case AllocationState.Closing:
                End(reason, now);
                break;
            case AllocationState.Offered or AllocationState.Open:
                _owner.Sender.SendClose(RemotePeer, Eid, RemoteEid, reason, now);
                End(reason, now);
                User.HandleFlowEvent(FlowEvent.Closed, reason, now);
                break;
        }
    }

    /// <summary>
    /// The requester has lost interest. The peer is told once: where that is lost, or overtakes the request, its reply meets
    /// nobody, and is answered with a close each time that it is repeated.
    /// </summary>
    internal void Withdraw(Instant now)
    {
        if (State is AllocationState.Requested or AllocationState.Admitting)
        {
            _owner.Sender.SendClose(RemotePeer, Eid, RemoteEid, CloseReason.Normal, now);
            End(CloseReason.Normal, now);
        }
    }

    private void HandleAccepted(in ReplyPdu reply, TPeer from, Instant now)
    {
        RemotePeer = from;
        RemoteEid = reply.SourceEid;
        _maxPacketLifetime = Duration.Min(Duration.FromMilliseconds(reply.MaxPacketLifetime), LongestLifetime);
        Promise(reply.Qos);
        _owner.Table.IndexRemote(this);
        _message = null;
        Enter(AllocationState.Admitting);
        if (_owner.Transport.TryAdmit(this, now))
        {
            Conclude(reply.Data, now);
        }
        else if (State == AllocationState.Admitting)
        {
            _answer = reply.Data.ToArray();
            SetTimer(now + _owner.Settings.Patience);
        }
    }

    private void Conclude(ReadOnlySpan<byte> data, Instant now)
    {
        Enter(AllocationState.Open);
        _life.Begin(now);
        _owesConfirm = true;
        SetTimer(now + _owner.Settings.ConfirmDelay);
        DeliverEarlyLater();
        IAllocationSink? sink = _sink;
        _sink = null;
        sink?.HandleAllocated(this, data, now);
    }

    private void GiveUp(Instant now)
    {
        switch (State)
        {
            case AllocationState.Requested:
                // So that an acceptor whose replies are lost need not wait for its own time-out.
                _owner.Sender.SendClose(RemotePeer, Eid, 0, CloseReason.Timeout, now);
                Fail(CloseReason.Timeout, now);
                break;
            case AllocationState.Offered:
                IFlowUser user = User;
                BeginClosing(CloseReason.Timeout, now);
                user.HandleFlowEvent(FlowEvent.Closed, CloseReason.Timeout, now);
                break;
            case AllocationState.Closing:
                End(_closedBecause, now);
                break;
        }
    }

    private void Fail(CloseReason reason, Instant now)
    {
        IAllocationSink? sink = _sink;
        End(reason, now);
        sink?.HandleRefused(reason, now);
    }

    private void BeginClosing(CloseReason reason, Instant now)
    {
        User = NoFlowUser.Instance;
        DropEarly();
        _owesConfirm = false;
        // For a peer whose stack was restarted, which acknowledged what it could not tell anybody.
        _closedBecause = reason;
        Enter(AllocationState.Closing);
        _owner.Transport.HandleEnded(this);
        Span<byte> bytes = stackalloc byte[AllocationSender<TPeer>.MaxLength];
        int length = _owner.Sender.WriteClose(bytes, Eid, RemoteEid, reason);
        Repeat(bytes[..length], _owner.Settings.ClosePatience, now);
    }

    private void End(CloseReason reason, Instant now)
    {
        Prove();
        Enter(AllocationState.Closed);
        DropTimer();
        _message = null;
        _sink = null;
        _owesConfirm = false;
        DropEarly();
        _owner.Forget(this, reason, now);
    }

    private void DropEarly()
    {
        _early?.Clear();
        _early = null;
    }

    private void SendConfirm(Instant now)
    {
        _owesConfirm = false;
        _life.NoteSent(now);
        Watch(now);
        _owner.Sender.SendConfirm(RemotePeer, Eid, RemoteEid, now);
    }

    private void Watch(Instant now)
    {
        Instant next = _life.Next(now);
        if (next == Instant.Never)
        {
            DropTimer();
        }
        else
        {
            SetTimer(next);
        }
    }

    // The flow's own packets have no room for a question: the allocators say to each other that they still know it.
    private void ShowLife(Instant now)
    {
        if (_life.IsPeerLost(now))
        {
            IFlowUser user = User;
            BeginClosing(CloseReason.PeerSilent, now);
            user.HandleFlowEvent(FlowEvent.Closed, CloseReason.PeerSilent, now);
        }
        else if (_life.OwesSign(now))
        {
            SendConfirm(now);
        }
        else
        {
            Watch(now);
        }
    }

    private void Repeat(ReadOnlySpan<byte> message, Duration patience, Instant now)
    {
        _message = new RepeatedMessage(message, _owner.Settings, patience, now);
        SendAgain(_message, now);
    }

    private void SendAgain(RepeatedMessage message, Instant now)
    {
        SetTimer(message.Next(now));
        SendMessage(now);
    }

    private void Enter(AllocationState next)
    {
        _owner.CountState(State, next);
        State = next;
        LeaveShare();
    }
}
