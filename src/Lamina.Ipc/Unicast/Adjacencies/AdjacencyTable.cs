using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies.Paths;
using Lamina.Ipc.Unicast.Adjacencies.Proofs;
using Lamina.Ipc.Unicast.Control;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Protocols.Flows;
using Lamina.Security.Records;
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
        Paths = new PathTalk(channels.Context, this, data);
    }

    /// <summary>Who follows; set once, before the first flow.</summary>
    public required IAdjacencyUser User { get; set; }

    /// <summary>Watches for silence.</summary>
    public LinkMonitor Monitor { get; }

    /// <summary>Talks about what the data flows carry.</summary>
    public PathTalk Paths { get; }

    /// <summary>The data flow whose packets are being handled; null otherwise.</summary>
    public DataLink? Receiving { get; set; }

    public IEnumerable<Neighbour> Neighbours => _neighbours.Values;

    public IEnumerable<ManagementLink> ManagementLinks => _neighbours.Values.SelectMany(neighbour => neighbour.Management);

    public bool TryGet(Address address, out Neighbour neighbour) => _neighbours.TryGetValue(address, out neighbour!);

    public void AddData(in ConnectionHello peer, LinkOrigin origin, LowerFlow flow, Instant now) =>
        AddData(GetOrAdd(peer, PeerIdentity.Anonymous, now), origin, flow, null, now);

    /// <summary>A data flow to a neighbour that is there.</summary>
    /// <param name="neighbour">The neighbour.</param>
    /// <param name="origin">How it came about.</param>
    /// <param name="flow">The flow.</param>
    /// <param name="seal">In a secure layer: what packets for components are sealed with; taken over.</param>
    /// <param name="now">The present.</param>
    public void AddData(Neighbour neighbour, LinkOrigin origin, LowerFlow flow, FlowRecords? seal, Instant now)
    {
        var link = new DataLink(neighbour, origin, flow, _data, this, now) { Seal = seal };
        neighbour.Data.Add(link);
        _data.LowerHeadRoom = Math.Max(_data.LowerHeadRoom, flow.HeadRoom);
        Monitor.HandleAdded(now);
        HandleChanged(neighbour, now);
    }

    public void AddManagement(in ConnectionHello peer, LinkOrigin origin, LowerFlow flow, FlowTerms terms, Instant now)
    {
        Neighbour neighbour = GetOrAdd(peer, PeerIdentity.Anonymous, now);
        Add(new ManagementLink(neighbour, origin, this, user => new ControlChannel(_channels, flow, terms, user, now)), now);
    }

    /// <summary>A management flow to a member that was proved, and fits.</summary>
    public void AddManagement(in ConnectionHello peer, LinkOrigin origin, LinkBond bond, ControlChannel channel, Instant now)
    {
        Neighbour neighbour = GetOrAdd(peer, bond.Peer, now);
        Add(
            new ManagementLink(neighbour, origin, this, user =>
            {
                channel.User = user;
                return channel;
            })
            {
                Bond = bond,
            },
            now);
    }

    /// <summary>True where a neighbour that was proved to be somebody else has the address: it is asked whether it still lives.</summary>
    public bool IsTakenFrom(Address address, PeerIdentity peer, Instant now)
    {
        bool isTaken = _neighbours.TryGetValue(address, out Neighbour? known) && known.Peer != peer;
        if (isTaken)
        {
            Monitor.Doubt(known!, now);
        }

        return isTaken;
    }

    private void Add(ManagementLink link, Instant now)
    {
        link.Neighbour.Management.Add(link);
        User.HandleManagementUp(link, now);
    }

    public void HandleChanged(Neighbour neighbour, Instant now, string why = "its flow ended")
    {
        (LowerFlow? former, bool wasTrusted) = (neighbour.ActiveData, neighbour.IsTrusted);
        neighbour.ChooseActive();
        if (former is null != neighbour.ActiveData is null)
        {
            User.HandleReachable(neighbour, former is null, why);
        }

        if (former != neighbour.ActiveData || wasTrusted != neighbour.IsTrusted)
        {
            // Packets go another way, which may have credit, and will not tell who waited for the former one.
            User.HandleWritable(now);
        }

        if (neighbour.IsGone && _neighbours.GetValueOrDefault(neighbour.Address) == neighbour)
        {
            _neighbours.Remove(neighbour.Address);
        }

        User.HandleAdjacenciesChanged();
    }

    public void HandleMessage(ManagementLink link, ReadOnlySpan<byte> message, Instant now) =>
        User.HandleManagementMessage(link, message, now);

    /// <summary>A data flow is gone.</summary>
    public void Remove(DataLink link, Instant now, string why = "its flow ended")
    {
        if (link.Neighbour.Data.Remove(link))
        {
            link.Release();
            HandleChanged(link.Neighbour, now, why);
            link.Origin.Order?.HandleLost(now);
        }
    }

    /// <summary>
    /// Nothing comes over a data flow any more. The management flows that went the same way count as broken too, and where it
    /// was the last data flow, all of them: they would notice much later.
    /// </summary>
    public void HandleSilent(DataLink link, Instant now)
    {
        if (link.Neighbour.Data.Count == 1)
        {
            Drop(link.Neighbour.Address, now, "nothing comes from it any more");
        }
        else
        {
            link.Flow.Close(CloseReason.LowerFlowLost, now);
            Remove(link, now, "nothing comes from it any more");
            foreach (ManagementLink broken in link.Neighbour.Management.FindAll(other => other.Origin.IsSameWay(link.Origin)))
            {
                broken.Channel.Abort(CloseReason.LowerFlowLost, now);
                Remove(broken, CloseReason.LowerFlowLost, now);
            }
        }
    }

    /// <summary>
    /// A management flow is gone. Where it broke, the raw data flows beside it, which cannot tell, count as broken: those that
    /// went the same way, or all where it was the last. What was under way in it is lost, so another one says all again.
    /// </summary>
    public void Remove(ManagementLink link, CloseReason reason, Instant now)
    {
        if (!link.Neighbour.Management.Remove(link))
        {
            return;
        }

        bool isLast = link.Neighbour.Management.Count == 0;
        if (reason is CloseReason.Unreachable or CloseReason.PeerDied or CloseReason.LowerFlowLost)
        {
            foreach (DataLink broken in link.Neighbour.Data.FindAll(other => isLast || other.Origin.IsSameWay(link.Origin)))
            {
                broken.Flow.Close(CloseReason.LowerFlowLost, now);
                Remove(broken, now, $"its management flow broke ({reason})");
            }
        }

        if (!isLast)
        {
            User.HandleManagementUp(link.Neighbour.Management[0], now);
        }

        HandleChanged(link.Neighbour, now);
        link.Origin.Order?.HandleLost(now);
    }

    /// <summary>Ends the flows that an order made.</summary>
    public void Close(StandingConnection order, Instant now)
    {
        foreach (Neighbour neighbour in _neighbours.Values.ToArray())
        {
            foreach (DataLink link in neighbour.Data.FindAll(link => link.Origin.Order == order))
            {
                neighbour.Data.Remove(link);
                link.End(CloseReason.Normal, now);
            }

            foreach (ManagementLink link in neighbour.Management.FindAll(link => link.Origin.Order == order))
            {
                neighbour.Management.Remove(link);
                link.Channel.Close();
            }

            HandleChanged(neighbour, now, "this side disconnected");
        }
    }

    /// <summary>A neighbour has left, or is lost: ends all flows to it. What this side had ordered is connected again.</summary>
    public void Drop(Address address, Instant now, string why = "it left, or began another life")
    {
        if (!_neighbours.TryGetValue(address, out Neighbour? neighbour))
        {
            return;
        }

        StandingConnection?[] orders =
            [.. neighbour.Data.Select(link => link.Origin.Order), .. neighbour.Management.Select(link => link.Origin.Order)];
        neighbour.Data.ForEach(link => link.End(CloseReason.LowerFlowLost, now));
        neighbour.Management.ForEach(link => link.Channel.Abort(CloseReason.LowerFlowLost, now));
        neighbour.Data.Clear();
        neighbour.Management.Clear();
        HandleChanged(neighbour, now, why);
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
            neighbour.Data.ForEach(link => link.End(CloseReason.ShuttingDown, now));
            neighbour.Management.ForEach(link => link.Channel.Abort(CloseReason.ShuttingDown, now));
            neighbour.Data.Clear();
            neighbour.Management.Clear();

            // The routes still name it: what comes out of the run queue from here on must not wait in front of a flow that has ended.
            neighbour.ChooseActive();
        }

        _neighbours.Clear();
    }

    public IEnumerable<AdjacencyInfo> Describe()
    {
        foreach (Neighbour neighbour in _neighbours.Values)
        {
            foreach (DataLink link in neighbour.Data)
            {
                AdjacencyState state = !link.IsUp ? AdjacencyState.Down
                    : link.IsDoubtful ? AdjacencyState.Silent
                    : AdjacencyState.Up;
                yield return new(link.Origin.PeerName, neighbour.Address, ConnectionComponent.DataTransfer, state, link.Flow.Id)
                {
                    Capacity = link.Book.Capacity,
                    Reserved = link.Book.Reserved,
                    PacketSize = link.Flow.Watch.Sure,
                };
            }

            foreach (ManagementLink link in neighbour.Management)
            {
                yield return new(
                    link.Origin.PeerName, neighbour.Address, ConnectionComponent.Management, AdjacencyState.Up, link.Channel.FlowId);
            }
        }
    }

    // Another instance under a known address is a later life of it, or another owner of the address, which routing will
    // settle: what was known of the former is void either way.
    private Neighbour GetOrAdd(in ConnectionHello peer, PeerIdentity identity, Instant now)
    {
        if (_neighbours.TryGetValue(peer.Address, out Neighbour? neighbour))
        {
            if (neighbour.Instance == peer.Instance)
            {
                return neighbour;
            }

            Drop(peer.Address, now);
        }

        DoubtNamesakes(peer.Process, now);
        return _neighbours[peer.Address] = new Neighbour(peer.Address, peer.Instance, peer.Process) { Monitor = Monitor, Peer = identity };
    }

    /// <summary>Somebody who has proved itself begins a new life: a neighbour of that identity may be the former one.</summary>
    public void DoubtFormer(PeerIdentity identity, Instant now)
    {
        foreach (Neighbour neighbour in _neighbours.Values.Where(known => known.Peer == identity))
        {
            Monitor.Doubt(neighbour, now);
        }
    }

    /// <summary>A process of this name begins a new life: a neighbour of its name may be the former one.</summary>
    public void DoubtNamesakes(string process, Instant now)
    {
        foreach (Neighbour neighbour in _neighbours.Values)
        {
            if (process.Length > 0 && neighbour.Process == process)
            {
                Monitor.Doubt(neighbour, now);
            }
        }
    }
}
