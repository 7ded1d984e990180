using Lamina.Core;
using Lamina.Ipc.Irm.Naming;
using Lamina.Ipc.Irm.Programs;
using Lamina.Ipc.Irm.Rules;
using Lamina.Security.Handshake;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>Finds who gets an arriving flow. Each way of not finding anybody has its own reason.</summary>
internal sealed class Arrivals(
    MachineContext context, IpcProcessTable processes, NameTable names, StackFlows flows, ProgramRegistry programs, IpcResourceManager irm)
{
    public void Handle(IpcProcess process, ArrivingFlow arrival, Instant now)
    {
        // What must be proved depends on who would get the flow; the peer proves it before it learns anything,
        // even which names exist, and before a program is started for it.
        NameRecord? name = names.FindRegistered(process, arrival.Destination);
        IpcProcess? upper = null;
        IFlowAcceptor? acceptor = name is null ? null : PickAcceptor(name, process, out upper);
        bool canStart = acceptor is null && name is not null && programs.CanStart(name.Name);
        bool forProgram = canStart || (acceptor is not null && upper is null);
        CloseReason reason = Authenticate(process, forProgram, arrival, now, out ProvedArrival? proved);
        if (reason != CloseReason.None)
        {
            arrival.Refuse(reason, now);
        }
        else if (name is not null && Deny(process, name.Name, proved!.Peer) is { } why)
        {
            proved.Responder.Dispose();
            context.Events?.Handle(StackEventKind.HandshakeRefused, $"somebody in layer '{process.Layer}'", why);
            arrival.Refuse(CloseReason.Denied, now);
        }
        else if (acceptor is not null)
        {
            HandOver(process, arrival, proved!, name!, acceptor, upper, now);
        }
        else if (!canStart || !programs.TryAwait(name!.Name, new WaitingArrival(this, process, arrival, proved!), now))
        {
            proved!.Responder.Dispose();
            arrival.Refuse(
                name is null ? CloseReason.NameUnknown : canStart ? CloseReason.ProgramNotStarted : CloseReason.NoListener, now);
        }
    }

    /// <summary>The program that was started for it listens.</summary>
    public void HandleStarted(IpcProcess process, ArrivingFlow arrival, ProvedArrival proved, Instant now)
    {
        NameRecord? name = names.FindRegistered(process, arrival.Destination);
        IpcProcess? upper = null;
        IFlowAcceptor? acceptor = name is null ? null : PickAcceptor(name, process, out upper);
        if (acceptor is null)
        {
            proved.Responder.Dispose();
            arrival.Refuse(name is null ? CloseReason.NameUnknown : CloseReason.NoListener, now);
        }
        else
        {
            HandOver(process, arrival, proved, name!, acceptor, upper, now);
        }
    }

    private void HandOver(
        IpcProcess process, ArrivingFlow arrival, ProvedArrival proved, NameRecord name, IFlowAcceptor acceptor, IpcProcess? upper, Instant now)
    {
        var owner = new FlowOwner(acceptor.Description, upper);
        var record = new FlowRecord(arrival.Id, name.Name, isIncoming: true, process, arrival.Qos, owner) { Peer = proved.Peer };
        acceptor.HandleArrival(name.Name, new BrokeredArrival(arrival, proved, flows, record), now);
    }

    private CloseReason Authenticate(IpcProcess process, bool forProgram, ArrivingFlow arrival, Instant now, out ProvedArrival? proved)
    {
        proved = null;
        if (!HandshakeSlot.TryRead(arrival.Data.Span, out HandshakeSlot slot))
        {
            return CloseReason.ProtocolError;
        }

        CloseReason reason = LayerHandshake.PolicyOf(process, forProgram).Find(slot.Suite, out IHandshakeSuite? suite);
        if (suite is null)
        {
            return reason;
        }

        var terms = new HandshakeTerms(arrival.Destination, arrival.Qos);
        IHandshakeResponder responder = suite.Respond(terms, HandshakeMoment.In(context, now), context.Random);
        byte[] inner = new byte[slot.Message.Length];
        HandshakeVerdict verdict = responder.ReadFirst(slot.Message, inner, out int length, out PeerIdentity peer);
        if (verdict != HandshakeVerdict.Proved)
        {
            responder.Dispose();
            context.Events?.Handle(
                StackEventKind.HandshakeRefused, $"somebody in layer '{process.Layer}'", $"was refused a flow: {verdict.ToText()}");
            return verdict.ToReason();
        }

        proved = new ProvedArrival(suite, responder, peer, inner.AsMemory(0, length));
        return CloseReason.None;
    }

    // Both ends of a local layer are programs of this stack.
    private string? Deny(IpcProcess process, Name name, PeerIdentity peer)
    {
        RuleAsker asker = process.Kind == IpcProcessKind.Local ? RuleAsker.Local(irm.Self) : RuleAsker.Proved(peer);
        RuleVerdict verdict = irm.Policy.Judge(name, asker);
        return verdict.IsAllowed ? null : $"was refused a flow to '{name}' {verdict.Why} ({asker})";
    }

    // In turn; an IPC process that this layer stands on is passed over, it would stand on itself.
    private IFlowAcceptor? PickAcceptor(NameRecord name, IpcProcess lower, out IpcProcess? upper)
    {
        IFlowAcceptor? picked = name.NextAcceptor(
            acceptor => processes.OwnerOf(acceptor) is not { } owner || !flows.Stacking.StandsOn(lower, owner));
        upper = picked is null ? null : processes.OwnerOf(picked);
        return picked;
    }
}
