using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Forwarding;

namespace Lamina.Ipc.Unicast.Routing;

/// <summary>
/// Neighbours that want to hear when this member has a way to them. One wish for each management flow: a later one
/// takes its place. A neighbour without a data flow has nothing to wait for.
/// </summary>
internal sealed class SyncAnswers
{
    private readonly Dictionary<ManagementLink, ulong> _waiting = [];

    /// <summary>Notes a wish.</summary>
    public void Add(ManagementLink link, ulong cookie) => _waiting[link] = cookie;

    /// <summary>
    /// Answers whom the table leads to, over the flow that also carries the link states: the answer comes after them.
    /// </summary>
    public void Answer(ForwardingTable table)
    {
        foreach ((ManagementLink link, ulong cookie) in _waiting)
        {
            Neighbour neighbour = link.Neighbour;
            bool isGone = !neighbour.Management.Contains(link);
            if (!isGone && neighbour.ActiveData is not null && !table.LeadsTo(neighbour.Address))
            {
                continue;
            }

            _waiting.Remove(link);
            neighbour.Talk?.Send(LinkStateCodec.WriteSynced(cookie));
        }
    }
}
