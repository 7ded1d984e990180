using Lamina.Core;
using Lamina.Ipc.Unicast.Addresses;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Ipc.Unicast.Control;
using Lamina.Protocols.Flows;
using Lamina.Protocols.Routing;
using Lamina.Wire.Connections;

namespace Lamina.Ipc.Unicast.Enrolment;

/// <summary>Where a member receives joiners.</summary>
internal sealed class EnrolmentDesk(
    Membership membership, ConnectionManager connections, ControlChannelSet channels, LinkStateDatabase members, StackAccess stack)
{
    private const int MaxSessions = 64;

    private readonly List<EnrolmentSession> _sessions = [];
    private readonly AddressReservations _reservations = new();

    public Membership Membership { get; } = membership;

    /// <summary>What the stack has given out tickets for; null: none.</summary>
    public IInvitations? Invitations => stack.Invitations;

    /// <summary>The name of the process.</summary>
    public string Process => stack.Process;

    /// <summary>Hears who has proved itself and begins a new life here.</summary>
    public Action<PeerIdentity, Instant>? Proved { get; init; }

    public ConnectionProtocol Protocol => connections.HelloFor(ConnectionComponent.Enrolment).Protocol;

    /// <summary>A joiner's flow; both sides share a version of the protocol.</summary>
    public void HandleArrival(ArrivingFlow arrival, ReadOnlySpan<byte> offer, Instant now)
    {
        if (_sessions.Count >= MaxSessions && Membership.Security is not null)
        {
            // Who has proved nothing for longest gives way: strangers that say nothing keep nobody out.
            _sessions.Find(session => !session.IsProved)?.Finish();
        }

        if (_sessions.Count >= MaxSessions)
        {
            arrival.Refuse(CloseReason.NoResources, now);
            return;
        }

        if (!FlowTerms.TryAnswer(offer, arrival.Qos, out FlowTerms? terms, out byte[] answer, out CloseReason reason))
        {
            arrival.Refuse(reason, now);
            return;
        }

        LowerFlow? flow = arrival.Accept(
            ConnectionData.Write(answer, connections.HelloFor(ConnectionComponent.Enrolment)), NoFlowUser.Instance, now);
        if (flow is not null)
        {
            _sessions.Add(new EnrolmentSession(this, channels, flow, terms!, now));
        }
    }

    /// <summary>
    /// Gives an address to a joiner, where nobody known has it but an earlier life of the joiner's own: that knows the number of its membership.
    /// </summary>
    public bool TryAdmit(Address address, ulong formerInstance, Instant now) =>
        address != Address.None
        && address.Value <= new AddressFormat(Membership.Parameters.AddressSize).Mask
        && address != Membership.Address
        && (members.TryGet(address, out LinkState known)
            ? formerInstance != 0 && known.Instance == formerInstance
            : _reservations.TryReserve(address, now));

    public void Forget(EnrolmentSession session) => _sessions.Remove(session);

    public void Shutdown()
    {
        foreach (EnrolmentSession session in _sessions.ToArray())
        {
            session.Finish();
        }
    }
}
