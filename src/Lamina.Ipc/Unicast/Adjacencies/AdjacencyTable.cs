using Lamina.Core;
using Lamina.Ipc.Unicast.Control;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Protocols.Flows;
using Lamina.Wire.Connections;

namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>The neighbours of a member and the flows to them, by address.</summary>
internal sealed class AdjacencyTable
{
    private readonly ControlChannelSet _channels;
    private readonly DataTransferMachine _data;
    private readonly SortedDictionary<Address, Neighbour> _neighbours = [];

    public AdjacencyTable(ControlChannelSet channels, DataTransferMachine data)
    {
        _channels = channels;
        _data = data;
        Monitor = new LinkMonitor(channels.Context, this, data);
    }

    /// <summary>Who follows; set once, before the first flow.</summary>
    public required IAdjacencyUser User { get; set; }

    /// <summary>Watches for silence.</summary>
    public LinkMonitor Monitor { get; }

    /// <summary>The data flow whose packets are being handled; null otherwise.</summary>
    public DataLink? Receiving { get; set; }

    public IEnumerable<Neighbour> Neighbours => _neighbours.Values;

    public IEnumerable<ManagementLink> ManagementLinks => _neighbours.Values.SelectMany(neighbour => neighbour.Management);

    public bool TryGet(Address address, out Neighbour neighbour) => _neighbours.TryGetValue(address, out neighbour!);

    public void AddData(Address peer, string peerName, LowerFlow flow, StandingConnection? order, Instant now)
    {
        Neighbour neighbour = GetOrAdd(peer);
        var link = new DataLink(neighbour, peerName, flow, order, _data, this);
        flow.User = link;
        neighbour.Data.Add(link);
        _data.LowerHeadRoom = Math.Max(_data.LowerHeadRoom, flow.HeadRoom);
        Monitor.HandleAdded(link, now);
        HandleChanged(neighbour);
    }

    public void AddManagement(
        Address peer, string peerName, LowerFlow flow, FlowTerms terms, StandingConnection? order, Instant now)
    {
        Neighbour neighbour = GetOrAdd(peer);
        var link = new ManagementLink(neighbour, peerName, flow, terms, order, _channels, this, now);
        neighbour.Management.Add(link);
        User.HandleManagementUp(link, now);
    }

    public void HandleChanged(Neighbour neighbour)
    {
        neighbour.ChooseActive();
        if (neighbour.IsGone)
        {
            _neighbours.Remove(neighbour.Address);
        }

        User.HandleAdjacenciesChanged();
    }

    public void HandleMessage(ManagementLink link, ReadOnlySpan<byte> message, Instant now) =>
        User.HandleManagementMessage(link, message, now);

    /// <summary>A data flow is gone.</summary>
    public void Remove(DataLink link, Instant now)
    {
        if (link.Neighbour.Data.Remove(link))
        {
            HandleChanged(link.Neighbour);
            link.Order?.HandleLost(now);
        }
    }

    /// <summary>
    /// Nothing comes over a data flow any more. Where it was the last, the management flows beside it count as broken too:
    /// they went the same way, and would notice much later.
    /// </summary>
    public void HandleSilent(DataLink link, Instant now)
    {
        if (link.Neighbour.Data.Count == 1)
        {
            Drop(link.Neighbour.Address, now);
        }
        else
        {
            link.Flow.Close(CloseReason.LowerFlowLost, now);
            Remove(link, now);
        }
    }

    /// <summary>A management flow is gone. Where it broke, the raw data flows beside it, which cannot tell, count as broken.</summary>
    public void Remove(ManagementLink link, CloseReason reason, Instant now)
    {
        if (!link.Neighbour.Management.Remove(link))
        {
            return;
        }

        if (reason is CloseReason.Unreachable or CloseReason.PeerDied or CloseReason.LowerFlowLost
            && link.Neighbour.Management.Count == 0)
        {
            foreach (DataLink broken in link.Neighbour.Data.ToArray())
            {
                broken.Flow.Close(CloseReason.LowerFlowLost, now);
                Remove(broken, now);
            }
        }

        HandleChanged(link.Neighbour);
        link.Order?.HandleLost(now);
    }

    /// <summary>Ends the flows that an order made.</summary>
    public void Close(StandingConnection order, Instant now)
    {
        foreach (Neighbour neighbour in _neighbours.Values.ToArray())
        {
            foreach (DataLink link in neighbour.Data.FindAll(link => link.Order == order))
            {
                neighbour.Data.Remove(link);
                link.Flow.Close(CloseReason.Normal, now);
            }

            foreach (ManagementLink link in neighbour.Management.FindAll(link => link.Order == order))
            {
                neighbour.Management.Remove(link);
                link.Channel.Close();
            }

            HandleChanged(neighbour);
        }
    }

    /// <summary>A neighbour has left, or is lost: ends all flows to it. What this side had ordered is connected again.</summary>
    public void Drop(Address address, Instant now)
    {
        if (!_neighbours.TryGetValue(address, out Neighbour? neighbour))
        {
            return;
        }

        StandingConnection?[] orders =
            [.. neighbour.Data.Select(link => link.Order), .. neighbour.Management.Select(link => link.Order)];
        neighbour.Data.ForEach(link => link.Flow.Close(CloseReason.LowerFlowLost, now));
        neighbour.Management.ForEach(link => link.Channel.Abort(CloseReason.LowerFlowLost, now));
        neighbour.Data.Clear();
        neighbour.Management.Clear();
        HandleChanged(neighbour);
        foreach (StandingConnection? order in orders)
        {
            order?.HandleLost(now);
        }
    }

    /// <summary>Ends all flows at once.</summary>
    public void Shutdown(Instant now)
    {
        Monitor.Shutdown();
        foreach (Neighbour neighbour in _neighbours.Values)
        {
            neighbour.Data.ForEach(link => link.Flow.Close(CloseReason.ShuttingDown, now));
            neighbour.Management.ForEach(link => link.Channel.Abort(CloseReason.ShuttingDown, now));
        }

        _neighbours.Clear();
    }

    public IEnumerable<AdjacencyInfo> Describe()
    {
        foreach (Neighbour neighbour in _neighbours.Values)
        {
            foreach (DataLink link in neighbour.Data)
            {
                AdjacencyState state = link.IsUp ? AdjacencyState.Up : AdjacencyState.Down;
                yield return new(link.PeerName, neighbour.Address, ConnectionComponent.DataTransfer, state, link.Flow.Id);
            }

            foreach (ManagementLink link in neighbour.Management)
            {
                yield return new(
                    link.PeerName, neighbour.Address, ConnectionComponent.Management, AdjacencyState.Up, link.Channel.FlowId);
            }
        }
    }

    private Neighbour GetOrAdd(Address address)
    {
        if (!_neighbours.TryGetValue(address, out Neighbour? neighbour))
        {
            _neighbours[address] = neighbour = new Neighbour(address);
        }

        return neighbour;
    }
}
