using Lamina.Core;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>Takes up flows of programs that a former life of this stack gave.</summary>
internal sealed class Adoptions(IpcProcessTable processes, StackFlows flows)
{
    public Adoption Adopt(FlowTicket ticket, in FlowOwner owner, Instant now)
    {
        if (!Name.TryParse(ticket.Name, out Name name))
        {
            return Adoption.Refused(CloseReason.ProtocolError);
        }

        if (processes.Find(ticket.Process) is not { } process)
        {
            // The configuration makes it soon, or never: who asks knows how long to ask.
            return Adoption.NotYet;
        }

        Adoption adoption = process.Adopt(ticket, now);
        if (adoption.Flow is not { } lower)
        {
            return adoption;
        }

        if (LayerHandshake.PolicyOf(process, forProgram: true).Preferred is null)
        {
            lower.Close(CloseReason.Denied, now);
            return Adoption.Refused(CloseReason.Denied);
        }

        var record = new FlowRecord(lower.Id, name, ticket.IsIncoming, process, ticket.Qos, owner) { IsUp = adoption.IsUp, Peer = ticket.Peer };
        var brokered = new BrokeredFlow(flows, record);
        lower.User = brokered;
        brokered.Attach(lower);
        return adoption with { Flow = brokered };
    }
}
