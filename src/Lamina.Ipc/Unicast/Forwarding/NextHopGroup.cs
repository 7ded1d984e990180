using Lamina.Ipc.Unicast.Adjacencies;

namespace Lamina.Ipc.Unicast.Forwarding;

/// <summary>
/// The neighbours that packets to a destination may go to next. Never changes; whether a neighbour carries packets and answers at
/// present is asked for each packet, so that what is lost is avoided before routing has noticed.
/// </summary>
/// <param name="neighbours">The ways, which are used alike, then the stand-ins, the first first.</param>
/// <param name="ways">How many of them are ways; 1 or more.</param>
public sealed class NextHopGroup(Neighbour[] neighbours, int ways)
{
    /// <summary>All of them: the ways, then the stand-ins.</summary>
    public IReadOnlyList<Neighbour> Neighbours => neighbours;

    /// <summary>How many are ways.</summary>
    public int Ways => ways;

    /// <summary>The neighbour for a flow's packets: always the same while it carries packets, so that they stay in order.</summary>
    /// <returns>Null where none carries packets at present.</returns>
    public Neighbour? Pick(ulong eid)
    {
        Neighbour preferred = neighbours[ways == 1 ? 0 : Spread(eid)];
        return preferred.IsTrusted ? preferred : PickOther(eid);
    }

    private Neighbour? PickOther(ulong eid)
    {
        // The other ways from the preferred one on, so that the flows of a lost way spread over the others.
        int start = Spread(eid);
        for (int i = 1; i < ways; i++)
        {
            Neighbour other = neighbours[(start + i) % ways];
            if (other.IsTrusted)
            {
                return other;
            }
        }

        // In doubt is better than nowhere.
        return Array.Find(neighbours, static neighbour => neighbour.IsTrusted)
            ?? (neighbours[start].ActiveData is not null ? neighbours[start] : null)
            ?? Array.Find(neighbours, neighbour => neighbour.ActiveData is not null);
    }

    // EIDs of flows are random, those of components are small: a product spreads both, and the high bits scale it to the ways.
    private int Spread(ulong eid) => (int)((((eid * 0x9E3779B97F4A7C15) >> 32) * (uint)ways) >> 32);
}
