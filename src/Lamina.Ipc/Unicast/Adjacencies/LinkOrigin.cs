using Lamina.Core;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>How a flow to a neighbour came about.</summary>
/// <param name="Dialled">The name that was dialled, by this side or the other.</param>
/// <param name="Order">The order that keeps it alive, where this side dialled; null where the other did.</param>
/// <param name="Capacity">Of a data flow: bits per second that flows may reserve of it in each direction, as whoever dialled said; 0: nobody did.</param>
internal readonly record struct LinkOrigin(Name Dialled, StandingConnection? Order, ulong Capacity = 0)
{
    /// <summary>The name that this side connected to; empty where the other side connected.</summary>
    public string PeerName => Order is null ? "" : Dialled.Value;

    /// <summary>
    /// True where two flows to one neighbour go the same way as far as this member can tell: one name, dialled by one side.
    /// What breaks one of them breaks the other.
    /// </summary>
    public bool IsSameWay(in LinkOrigin other) => Dialled == other.Dialled && Order is null == other.Order is null;
}
