using Lamina.Core;
using Lamina.Ipc.Irm.Brokering;

namespace Lamina.Ipc.Irm.Replacing;

/// <summary>The flows of an IPC process that is replaced: taken from the former one, adopted by the next, or closed.</summary>
internal sealed class AwayFlows(StackFlows flows)
{
    private List<AwayFlow> _away = [];
    private List<AwayFlow> _back = [];

    /// <summary>True where flows that were up before are so again, or are gone.</summary>
    public bool AreUp => Missing == 0;

    /// <summary>How many are not up that were before.</summary>
    public int Missing => _back.Count(away => away.WasUp && away.ClosedBecause == CloseReason.None && away.Flow.IsOpen && !away.Flow.IsUp);

    /// <summary>Takes the flows that the next one can adopt out of the former one's hands; their users are told, after all are.</summary>
    public void Take(IpcProcess former)
    {
        foreach (FlowRecord record in flows.All.Where(record => record.Process == former).ToArray())
        {
            if (record.Lower is { User: BrokeredFlow flow, Ticket: { } ticket } lower)
            {
                var away = new AwayFlow(lower, ticket with { Layer = former.Layer! }, flow, record.IsUp);
                flow.Attach(away);
                _away.Add(away);
            }
        }
    }

    /// <summary>From now on they are the next one's; their users hear that they are down.</summary>
    public void HandTo(IpcProcess next, Instant now)
    {
        AwayFlow[] taken = [.. _away];
        foreach (AwayFlow away in taken)
        {
            flows.Move(away.Flow.Record, next);
        }

        foreach (AwayFlow away in taken.Where(away => away.WasUp && away.ClosedBecause == CloseReason.None))
        {
            away.Flow.HandleFlowEvent(FlowEvent.Down, CloseReason.None, now);
        }
    }

    /// <summary>The next one is a member.</summary>
    public void Adopt(IpcProcess next, IReadOnlyList<FlowParting> partings, Instant now)
    {
        (_back, _away) = (_away, []);
        foreach (FlowParting parting in partings)
        {
            next.Adopt(parting.Ticket, now).Flow?.Close(parting.Reason, now);
        }

        // All are there before the first user is told, who may do what it likes with any of them.
        var adopted = new List<(AwayFlow Away, Adoption Adoption)>(_back.Count);
        foreach (AwayFlow away in _back)
        {
            Adoption adoption = next.Adopt(away.Ticket!, now);
            if (away.ClosedBecause != CloseReason.None)
            {
                adoption.Flow?.Close(away.ClosedBecause, now);
                continue;
            }

            adopted.Add((away, adoption));
            if (adoption.Flow is { } lower)
            {
                lower.User = away.Flow;
                away.Flow.Attach(lower);
            }
        }

        foreach ((AwayFlow away, Adoption adoption) in adopted)
        {
            Tell(away, adoption, now);
        }
    }

    /// <summary>There is no next one.</summary>
    public void Close(CloseReason reason, Instant now)
    {
        (_back, _away) = (_away, []);
        foreach (AwayFlow away in _back.Where(away => away.ClosedBecause == CloseReason.None))
        {
            away.Flow.HandleFlowEvent(FlowEvent.Closed, reason, now);
        }
    }

    private static void Tell(AwayFlow away, in Adoption adoption, Instant now)
    {
        if (!away.Flow.IsOpen)
        {
            return;
        }

        if (adoption.Flow is null)
        {
            away.Flow.HandleFlowEvent(FlowEvent.Closed, CloseReason.MemberLost, now);
            return;
        }

        if (adoption.IsUp)
        {
            away.Flow.HandleFlowEvent(FlowEvent.Up, CloseReason.None, now);
        }

        // Whoever asked an away flow for credit in vain waits for this.
        if (away.Flow.IsOpen)
        {
            away.Flow.HandleFlowEvent(FlowEvent.Writable, CloseReason.None, now);
        }
    }
}
