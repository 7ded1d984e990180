using Lamina.Core;
using Lamina.Wire.Reservations;

namespace Lamina.Ipc.Unicast.Admission;

/// <summary>Hears what becomes of a reservation that it asked for.</summary>
internal interface IReservationUser
{
    /// <summary>The first answer, once; null: none came. Where it is not <see cref="ReservationVerdict.Reserved"/>, nothing is kept.</summary>
    void HandleVerdict(ReservationVerdict? verdict, Instant now);

    /// <summary>Later: the way has changed, and the new one keeps nothing, or keeps it again.</summary>
    void HandleKept(bool isKept);
}
