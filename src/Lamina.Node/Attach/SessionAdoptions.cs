using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <summary>
/// Flows of a former life of the stack that an attached process wants back. Where the IPC process that gave a flow is not a member of its
/// layer yet, the wish waits: the process knows for how long it is worth anything.
/// </summary>
internal sealed class SessionAdoptions : ITimed
{
    private const int MaxWaiting = 65536;

    // Packets of the peer that come after the way is there and before the adoption are lost, and a sign of life would be answered with a close.
    private static readonly Duration Pause = Duration.FromMilliseconds(20);

    // A stack whose layer does not come need not be kept awake.
    private static readonly Duration Hurry = Duration.FromSeconds(10);
    private static readonly Duration LongPause = Duration.FromMilliseconds(500);

    private readonly AttachServer _server;
    private readonly AttachSession _session;
    private readonly MachineTimer _timer;
    private List<(uint Request, FlowTicket Ticket)> _waiting = [];
    private Instant _hurriesUntil;

    public SessionAdoptions(AttachServer server, AttachSession session, TimerQueue timers)
    {
        _server = server;
        _session = session;
        _timer = new MachineTimer(timers, this);
    }

    /// <summary>A wish; it is answered once, now or later.</summary>
    /// <returns>False: it makes no sense.</returns>
    public bool TryAsk(in AttachTicket message, Instant now)
    {
        if (_server.Seal is not { } seal || !seal.TryOpen(message.Sealed, _session.UserId, out FlowTicket? ticket))
        {
            _session.Counters.RefusedTickets++;
            _session.CompleteRefusal(message.Number, CloseReason.StackLost, now);
        }
        else if (_waiting.Count >= MaxWaiting)
        {
            _session.CompleteRefusal(message.Number, CloseReason.StackLost, now);
        }
        else if (!TryAnswer(message.Number, ticket, now))
        {
            _waiting.Add((message.Number, ticket));
            if (_timer.Deadline == Instant.Never)
            {
                _hurriesUntil = now + Hurry;
                _timer.Set(now + Pause);
            }
        }

        return true;
    }

    /// <summary>The process does not wait any more. The number may be unknown: the answer may be on its way.</summary>
    public void Withdraw(uint request, Instant now)
    {
        if (_waiting.RemoveAll(wish => wish.Request == request) > 0)
        {
            _session.CompleteRefusal(request, CloseReason.Normal, now);
        }
    }

    public void HandleTimeout(Instant now)
    {
        List<(uint Request, FlowTicket Ticket)> asked = _waiting;
        _waiting = [];
        _timer.Stop();
        foreach ((uint request, FlowTicket ticket) in asked)
        {
            if (!_session.IsClosed && !TryAnswer(request, ticket, now))
            {
                _waiting.Add((request, ticket));
            }
        }

        if (_waiting.Count > 0 && !_session.IsClosed)
        {
            _timer.Set(now + (now < _hurriesUntil ? Pause : LongPause));
        }
    }

    public void Close()
    {
        _timer.Remove();
        _waiting.Clear();
    }

    private bool TryAnswer(uint request, FlowTicket ticket, Instant now)
    {
        // Two messages for each: a process with very many flows reads them bit by bit.
        if (!_session.HasControlRoom)
        {
            return false;
        }

        Adoption adoption = _session.HasRoomForFlow
            ? _server.Irm.Adopt(ticket, _session.Description, now)
            : Adoption.Refused(CloseReason.NoResources);
        if (adoption.Flow is { } flow)
        {
            _session.CompleteAdoption(request, flow, adoption.IsUp, now);
        }
        else if (adoption.Reason != CloseReason.None)
        {
            _session.CompleteRefusal(request, adoption.Reason, now);
        }

        return adoption.Flow is not null || adoption.Reason != CloseReason.None;
    }
}
