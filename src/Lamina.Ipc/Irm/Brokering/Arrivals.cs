using Lamina.Core;
using Lamina.Security.Handshake;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>Finds who gets an arriving flow. Each way of not finding anybody has its own reason.</summary>
internal sealed class Arrivals(IpcProcessTable processes, NameTable names, StackFlows flows, IRandomSource random)
{
    public void Handle(IpcProcess process, ArrivingFlow arrival, Instant now)
    {
        IpcProcess? upper = null;
        NameRecord? name = names.FindRegistered(process, arrival.Destination);
        IFlowAcceptor? acceptor = name is null ? null : PickAcceptor(name, process, out upper);

        // What must be proved depends on who would get the flow; the peer proves it before it learns anything,
        // even which names exist.
        bool forProgram = acceptor is not null && upper is null;
        CloseReason reason = Authenticate(
            LayerHandshake.PolicyOf(process, forProgram), arrival, out IHandshakeSuite? suite, out IHandshakeResponder? responder, out PeerIdentity peer);
        if (reason == CloseReason.None && acceptor is null)
        {
            reason = name is null ? CloseReason.NameUnknown : CloseReason.NoListener;
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
        for (int i = 0; i < name.Acceptors.Count; i++)
        {
            IFlowAcceptor acceptor = name.NextAcceptor()!;
            upper = processes.OwnerOf(acceptor);
            if (upper is null || !flows.Stacking.StandsOn(lower, upper))
            {
                return acceptor;
            }
        }

        upper = null;
        return null;
    }
}
