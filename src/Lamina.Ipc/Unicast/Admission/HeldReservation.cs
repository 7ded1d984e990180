using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;

namespace Lamina.Ipc.Unicast.Admission;

/// <summary>A reservation that a link of this member keeps.</summary>
/// <param name="key">Its name.</param>
/// <param name="link">The link that its packets go out by.</param>
/// <param name="packets">What its packets have in common (<see cref="DataTransfer.DataTransferMachine.KeyOf"/>).</param>
internal sealed class HeldReservation(ReservationKey key, DataLink link, ulong packets)
{
    public ReservationKey Key => key;

    public DataLink Link => link;

    public ulong Packets => packets;

    /// <summary>It is forgotten then, where nobody asks again.</summary>
    public Instant Until { get; set; }

    /// <summary>The link's book and scheduler have nothing of it any more.</summary>
    public void Drop()
    {
        link.Book.Release(key);
        link.Scheduler.EndReservation(packets);
    }
}
