using Lamina.Core;
using Lamina.Protocols.Allocation;
using Lamina.Wire.Reservations;

namespace Lamina.Ipc.Unicast.Admission;

/// <summary>
/// The reservation of one end of a flow. The acceptor's is asked for before anybody hears of the flow, the requester's when the other end has
/// accepted.
/// </summary>
/// <param name="flow">The flow.</param>
/// <param name="arrival">At the acceptor: what waits; null at the requester.</param>
/// <param name="proceed">At the acceptor: hands the arrival on.</param>
internal sealed class FlowReservation(AllocatedFlow<Address> flow, ArrivingFlow? arrival, Action<ArrivingFlow, Instant>? proceed) : IReservationUser
{
    public void HandleVerdict(ReservationVerdict? verdict, Instant now)
    {
        CloseReason reason = verdict switch
        {
            null => CloseReason.Timeout,
            ReservationVerdict.Refused => CloseReason.NoBandwidth,
            _ => CloseReason.None,
        };
        HandleKept(verdict == ReservationVerdict.Reserved);
        if (arrival is not null && reason != CloseReason.None)
        {
            arrival.Refuse(reason, now);
        }
        else if (arrival is { IsPending: true })
        {
            proceed!(arrival, now);
        }
        else if (reason != CloseReason.None)
        {
            flow.RefuseAdmission(reason, now);
        }
        else
        {
            flow.Admit(now);
        }
    }

    public void HandleKept(bool isKept) => flow.Promise(isKept ? flow.Qos : flow.Qos.WithoutReservation());
}
