using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <content>A daemon that dies, and one that comes after it.</content>
internal sealed partial class AttachedStack : ITimed
{
    private readonly FormerFlows _former = new();
    private readonly Queue<Name> _unbound = new();
    private bool _isAway;
    private bool _saidFarewell;

    /// <summary>True while the daemon has died, and another one is looked for.</summary>
    public bool IsAway => _isAway;

    /// <summary>The daemon has hung up.</summary>
    public void HandleClosed(CloseReason reason, Instant now)
    {
        _link.Dispose();
        _ways.Dispose();
        Reports.Clear();
        _arrivals.Clear();
        if (reason != CloseReason.PeerDied || _saidFarewell || _patience == Duration.Zero)
        {
            Lose(now);
            return;
        }

        _isAway = true;
        _awayChanged(true);
        _unbound.Clear();
        if (_deadline.Deadline == Instant.Never)
        {
            _deadline.Set(now + _patience);
        }

        _search.Begin(now);
        AttachedFlow[] flows = [.. _flows.Values];
        _flows.Clear();
        foreach (AttachedFlow flow in flows)
        {
            if (flow.SealedTicket is not null)
            {
                _former.Add(flow);
            }
        }

        // Whoever hears this may do what it likes with its other flows.
        _requests.HandleLoss(CloseReason.StackLost, now);
        foreach (AttachedFlow flow in flows)
        {
            if (!flow.IsOpen)
            {
                continue;
            }

            if (flow.SealedTicket is null)
            {
                flow.HandleEvent(FlowEvent.Closed, CloseReason.StackLost, now);
            }
            else
            {
                flow.HandleAway(now);
            }
        }
    }

    /// <summary>The time for which a daemon is waited for is over.</summary>
    public void HandleTimeout(Instant now)
    {
        _deadline.Stop();
        if (_isAway)
        {
            Lose(now);
            return;
        }

        CloseFormer(now);
    }

    /// <summary>There is a daemon again.</summary>
    private void Return(AttachHandshake handshake, Instant now)
    {
        (_control, _link) = Stand(handshake);
        _isAway = false;
        _awayChanged(false);
        _highestFlow = 0;
        _requests.HandleLoss(CloseReason.StackLost, now);
        foreach (Name name in _requests.Names)
        {
            _unbound.Enqueue(name);
        }

        _former.BeginAsking();
        AskFormer(now);
    }

    /// <summary>Says what this program had, as far as the daemon's socket takes it.</summary>
    private void AskFormer(Instant now)
    {
        while (_control.HasRoom && _unbound.TryDequeue(out Name name))
        {
            if (_requests.TryBindAgain(name, out uint number))
            {
                SendBinding(AttachMessageType.Listen, number, name, now);
            }
        }

        Span<byte> message = stackalloc byte[AttachProtocol.MaxMessageLength];
        while (_control.HasRoom && !_isAway && _requests.NextNumber() is var number && _former.TryNext(number, out AttachedFlow? flow))
        {
            int length = new AttachTicket { Type = AttachMessageType.Reattach, Number = number, Sealed = flow.SealedTicket }.Write(message);
            _control.Send(message[..length], now);
        }

        if (_former.Count == 0 && !_isAway)
        {
            _deadline.Stop();
        }
    }

    private bool TryReturn(in AttachReattached answer, Instant now)
    {
        if (_flows.ContainsKey(answer.Flow) || !_former.TryTake(answer.Request, out AttachedFlow? flow))
        {
            return false;
        }

        if (flow is { IsOpen: true })
        {
            _flows.Add(answer.Flow, flow);
            flow.HandleBack(answer.Flow, answer.Limits.Credit, answer.IsUp, now);
        }
        else
        {
            SendEnd(AttachMessageType.Close, answer.Flow, flow?.ClosedBecause ?? CloseReason.StackLost, now);
        }

        NoteNumber(answer.Flow);
        AskFormer(now);
        return true;
    }

    private bool TryRefuse(in AttachEnd refused, Instant now)
    {
        if (!_former.TryTake(refused.Number, out AttachedFlow? flow))
        {
            return _requests.TryRefuse(refused.Number, refused.Reason, now);
        }

        if (flow is { IsOpen: true })
        {
            flow.HandleEvent(FlowEvent.Closed, CloseReason.StackLost, now);
        }

        AskFormer(now);
        return true;
    }

    private bool TryKeep(in AttachTicket ticket)
    {
        // A flow that we closed at the same moment is gone already.
        if (_flows.TryGetValue(ticket.Number, out AttachedFlow? flow))
        {
            flow.SealedTicket = ticket.Sealed.ToArray();
        }

        return ticket.Type == AttachMessageType.Ticket;
    }

    /// <summary>Nothing comes back.</summary>
    private void Lose(Instant now)
    {
        _isAway = false;
        _isLost = true;
        _search.Stop();
        _deadline.Remove();
        Reports.Remove();
        AttachedFlow[] flows = [.. _flows.Values];
        _flows.Clear();
        foreach (AttachedFlow flow in flows)
        {
            flow.HandleEvent(FlowEvent.Closed, CloseReason.StackLost, now);
        }

        CloseFormer(now);
        _requests.FailAll(CloseReason.StackLost, Outcome.Failed("the daemon has gone", "open the stack again"), now);
        _lost(now);
    }

    private void CloseFormer(Instant now)
    {
        AttachedFlow[] flows = _former.TakeAll(out uint[] asked);
        foreach (AttachedFlow flow in flows)
        {
            if (flow.IsOpen)
            {
                flow.HandleEvent(FlowEvent.Closed, CloseReason.StackLost, now);
            }
        }

        foreach (uint number in asked)
        {
            SendEnd(AttachMessageType.Withdraw, number, CloseReason.Normal, now);
        }
    }
}
