using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Daemon.Hosting.State;
using Lamina.Ipc;
using Lamina.Ipc.Unicast.Enrolment.Claiming;
using Lamina.Node.Management;
using Lamina.Security.Credentials;
using Lamina.Security.Tickets;
using Lamina.Security.Tickets.Claims;

namespace Lamina.Daemon.Joining;

/// <summary>Comes to layers with tickets.</summary>
internal sealed class NodeJoining(StackManagement management, StackState? state, TimeProvider clock)
{
    /// <summary>Joins; what was made for it is taken back where a later step fails.</summary>
    public async Task<Answer<JoinReport>> JoinAsync(JoinRequest request, CancellationToken cancel)
    {
        Answer<Ticket> ticket = Read(request.Ticket);
        if (!ticket.IsOk)
        {
            return ticket.Outcome;
        }

        if (state?.Keyring is null)
        {
            return NoDisk(ticket.Value);
        }

        string name = request.Name ?? $"{ticket.Value.Layer}.{state.Identity.Id.ToString()[..6]}";
        if (await ExamineAsync(ticket.Value, name) is { IsOk: false } refusal)
        {
            return refusal;
        }

        var run = new JoinRun(management, this, state, ticket.Value, name);
        Answer<JoinReport> answer = await run.RunAsync(cancel);
        if (!answer.IsOk)
        {
            await run.UndoAsync();
        }

        return answer;
    }

    /// <summary>Comes with a ticket, and keeps what is given.</summary>
    /// <param name="ipcp">An IPC process that is in no layer.</param>
    /// <param name="destination">Through whom.</param>
    /// <param name="ticket">The ticket.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <returns>What was given, which is on the disk.</returns>
    public async Task<Answer<Welcome>> ClaimAsync(string ipcp, Name destination, Ticket ticket, CancellationToken cancel)
    {
        if (state?.Keyring is not { } keyring)
        {
            return NoDisk(ticket);
        }

        (Outcome outcome, Welcome? welcome) = await management.Ipcps.ClaimAsync(ipcp, new ClaimParameters(destination, ticket, state.Identity), cancel);
        if (welcome is null)
        {
            return outcome;
        }

        Answer<Membership> installed = await Task.Run(() => keyring.Install(welcome.Membership.Write(), ticket.Layer), CancellationToken.None);
        return installed.IsOk ? welcome : installed.Outcome with { Message = $"cannot join layer '{ticket.Layer}': {installed.Outcome.Message}" };
    }

    /// <summary>Reads a ticket, and looks at its date.</summary>
    public Answer<Ticket> Read(string text)
    {
        if (!Ticket.TryParse(text, out Ticket? ticket, out string problem))
        {
            return Outcome.Usage($"this ticket {problem}", "lamina join TICKET, with the whole line that lamina invite printed");
        }

        // Who has come by it already may come again: the inviter knows.
        DateTimeOffset now = clock.GetUtcNow();
        return now < ticket!.NotAfter || HasMembership(ticket.Layer) ? ticket : Outcome.Denied(
            $"this ticket for layer '{ticket.Layer}' was valid until {InvitationTexts.Text(ticket.NotAfter)}, and the clock here says {InvitationTexts.Text(now)}",
            $"date, where that is wrong; else another ticket: lamina invite {ticket.Layer}");
    }

    /// <summary>True where this node has a credential of the layer that is good.</summary>
    public bool HasMembership(Name layer) =>
        state?.Memberships?.Look().Any(held => held.Membership.Layer == layer && held.Verdict.IsOk) ?? false;

    private static Outcome NoDisk(Ticket ticket) => Outcome.Denied(
        $"cannot join layer '{ticket.Layer}': this stack keeps nothing on disk, and so cannot keep a credential", "LAMINA_STATE_DIR=DIRECTORY lamina daemon");

    private async Task<Outcome> ExamineAsync(Ticket ticket, string name)
    {
        if (!Name.TryParse(name, out _))
        {
            return Outcome.Usage($"'{name}' is not a name for an IPC process");
        }

        IReadOnlyList<IpcpInfo> all = await management.Ipcps.ListAsync();
        return all.FirstOrDefault(info => info.Kind == IpcProcessKind.Unicast && info.Layer == ticket.Layer.Value) is { } member
                ? Outcome.Failed($"this stack is in layer '{ticket.Layer}' already, by IPC process '{member.Name}'", "lamina status; the ticket was not used")
            : all.Any(info => info.Name == name) ? Outcome.Usage($"this stack already has an IPC process '{name}'", "--name with another one")
            : Outcome.Ok;
    }
}
