using Lamina.Core;

namespace Lamina.Ipc.Unicast.Admission;

/// <summary>What a reservation is called in a layer.</summary>
/// <param name="Owner">The member that sends the packets.</param>
/// <param name="Eid">Its end of the flow.</param>
internal readonly record struct ReservationKey(Address Owner, ulong Eid);
