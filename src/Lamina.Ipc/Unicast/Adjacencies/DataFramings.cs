using Lamina.Core;
using Lamina.Protocols.Fragments;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>What follows from a framing.</summary>
internal static class DataFramings
{
    /// <summary>The framing over a lower flow of a size.</summary>
    public static DataFraming Over(int lowerMaxPacketSize, Membership membership)
    {
        int needed = NeededBy(membership);
        return lowerMaxPacketSize >= needed ? DataFraming.Whole
            : FragmentingFlow.LongestOver(lowerMaxPacketSize) >= needed ? DataFraming.InParts
            : DataFraming.Impossible;
    }

    /// <summary>The flow that an adjacency uses.</summary>
    public static LowerFlow Apply(this DataFraming framing, LowerFlow lower, Membership membership, PacketPool pool) =>
        framing == DataFraming.InParts ? new FragmentingFlow(lower, NeededBy(membership), pool) : lower;

    /// <summary>Bytes of the layer's longest packet with its header.</summary>
    public static int NeededBy(Membership membership) => membership.Parameters.MaxPacketSize + membership.Format.HeaderLength;
}
