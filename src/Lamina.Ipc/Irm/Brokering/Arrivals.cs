using Lamina.Core;
using Lamina.Ipc.Irm.Naming;
using Lamina.Ipc.Irm.Programs;
using Lamina.Security.Handshake;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>Finds who gets an arriving flow. Each way of not finding anybody has its own reason.</summary>
internal sealed class Arrivals(
    IpcProcessTable processes, NameTable names, StackFlows flows, ProgramRegistry programs, IRandomSource random)
{
    public void Handle(IpcProcess process, ArrivingFlow arrival, Instant now)
    {
        IpcProcess? upper = null;
        NameRecord? name = names.FindRegistered(process, arrival.Destination);
        IFlowAcceptor? acceptor = name is null ? null : PickAcceptor(name, process, out upper);
        bool canStart = acceptor is null && name is not null && programs.CanStart(name.Name);

        // What must be proved depends on who would get the flow; the peer proves it before it learns anything,
        // even which names exist, and before a program is started for it.
        bool forProgram = canStart || (acceptor is not null && upper is null);
        CloseReason reason = Authenticate(
            LayerHandshake.PolicyOf(process, forProgram), arrival, out IHandshakeSuite? suite, out IHandshakeResponder? responder, out PeerIdentity peer);
        if (reason == CloseReason.None && acceptor is null)
        {
            if (canStart && programs.TryAwait(name!.Name, new WaitingArrival(this, process, arrival), now))
            {
                return;
            }

            reason = name is null ? CloseReason.NameUnknown
                : canStart ? CloseReason.ProgramNotStarted
                : CloseReason.NoListener;
        }

        if (reason != CloseReason.None)
        {
            arrival.Refuse(reason, now);
            return;
        }

        var owner = new FlowOwner(acceptor!.Description, upper);
        var record = new FlowRecord(arrival.Id, name!.Name, isIncoming: true, process, arrival.Qos, owner);
        acceptor.HandleArrival(name.Name, new BrokeredArrival(arrival, suite!, responder!, peer, flows, record), now);
    }

    private CloseReason Authenticate(
        HandshakePolicy policy, ArrivingFlow arrival, out IHandshakeSuite? suite, out IHandshakeResponder? responder, out PeerIdentity peer)
    {
        suite = null;
        responder = null;
        peer = PeerIdentity.Anonymous;
        if (!HandshakeSlot.TryRead(arrival.Data.Span, out HandshakeSlot slot))
        {
            return CloseReason.ProtocolError;
        }

        CloseReason reason = policy.Find(slot.Suite, out suite);
        if (suite is null)
        {
            return reason;
        }

        responder = suite.Respond(arrival.Destination, random);
        if (!responder.TryReadFirst(slot.Handshake, slot.Inner, out HandshakeResult result))
        {
            return CloseReason.Denied;
        }

        peer = result.Peer;
        return CloseReason.None;
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
