using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Control;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Ipc.Unicast.Directory;
using Lamina.Ipc.Unicast.Enrolment;
using Lamina.Ipc.Unicast.FlowAllocation;
using Lamina.Ipc.Unicast.Routing;
using Lamina.Protocols.Routing;
using Lamina.Wire.Connections;
using Lamina.Wire.DataTransfer;

namespace Lamina.Ipc.Unicast;

/// <summary>
/// The rooms of an IPC process that is in a layer, and how they are wired. Made when it becomes a member, with parameters
/// that were examined.
/// </summary>
internal sealed class LayerMember : IDataTransferUser, IRoutesUser, IDirectoryTransport, IAdjacencyUser, ILayerView, IRouteCosts, IDeferred
{
    private readonly StackAccess _stack;
    private readonly ControlChannelSet _channels;
    private readonly EnrolmentDesk _enrolment;

    public LayerMember(
        Membership membership, EnrolmentVersions versions, StackAccess stack, ControlChannelSet channels, Instant now)
    {
        _stack = stack;
        _channels = channels;
        Membership = membership;
        Data = new DataTransferMachine(membership, stack.Context, this);
        Adjacencies = new AdjacencyTable(channels, Data) { User = this };
        Connector = new Connector(membership, stack.Context, stack, Adjacencies, this);
        Directory = stack.Policies.Directories.Find(membership.Parameters.Directory)!.Create(membership, stack.Context, this);
        Flows = new UnicastFlows(membership, stack, Data, Directory, this);
        Routing = new LinkStateMachine(
            membership, stack.Context, Adjacencies, Data, stack.Policies.Routing.Find(membership.Parameters.Routing)!, this, now);
        if (membership.IsRouter)
        {
            Directory.HandleMembersChanged([], now);
        }

        _enrolment = new EnrolmentDesk(membership, versions, channels, Routing.Database);
    }

    public Membership Membership { get; }

    public DataTransferMachine Data { get; }

    public AdjacencyTable Adjacencies { get; }

    public Connector Connector { get; }

    public LinkStateMachine Routing { get; }

    public IDirectory Directory { get; }

    public UnicastFlows Flows { get; }

    /// <summary>Another IPC process wants a flow to this one.</summary>
    public void HandleArrival(ArrivingFlow arrival, in ConnectionHello hello, ReadOnlySpan<byte> offer, Instant now)
    {
        if (hello.Component == ConnectionComponent.Enrolment)
        {
            _enrolment.HandleArrival(arrival, offer, now);
        }
        else
        {
            Connector.HandleArrival(arrival, hello, offer, now);
        }
    }

    /// <summary>Leaves the layer. The adjacencies go last, through the run queue: what the flows say in parting still uses them.</summary>
    public void Shutdown(Instant now)
    {
        Connector.Shutdown();
        _enrolment.Shutdown();
        Directory.Shutdown();
        Flows.Shutdown(now);
        Routing.Shutdown(now);
        _stack.Context.RunQueue.Post(this);
    }

    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        Adjacencies.Shutdown(now);
        _channels.Shutdown(now);
    }

    void IDataTransferUser.HandleData(ulong eid, in Train train, Instant now) => Flows.HandleData(eid, train, now);

    void IDataTransferUser.HandleComponentMessage(ulong component, ReadOnlySpan<byte> message, Instant now)
    {
        switch (component)
        {
            case DataTransferHeader.FlowAllocatorEid:
                Flows.HandleMessage(message, now);
                break;
            case DataTransferHeader.DirectoryEid:
                Directory.HandleMessage(message, now);
                break;
            case DataTransferHeader.ProbeEid:
                Adjacencies.Monitor.HandleMessage(message);
                break;
            default:
                Data.Counters.UnknownComponent++;
                break;
        }
    }

    void IRoutesUser.HandleRoutesChanged(Instant now)
    {
        Flows.HandleWritable(now);
        Connector.HandleProgress(now);
    }

    void IRoutesUser.HandleSynced(ulong cookie, Instant now) => Connector.HandleSynced(cookie, now);

    void IRoutesUser.HandleMemberLeft(Address member, Instant now)
    {
        Adjacencies.Drop(member, now);
        Directory.HandleMemberLeft(member);
    }

    bool ILayerView.IsSettled => Routing.IsSettled;

    bool ILayerView.HasRouteTo(Address member) => Data.Table.LeadsTo(member);

    ulong? IRouteCosts.CostTo(Address member)
    {
        foreach (Route route in Routing.Routes[QosCube.BestEffort])
        {
            if (route.Destination == member)
            {
                return route.Cost;
            }
        }

        return null;
    }

    void ILayerView.AwaitPublications(IOutcomeSink sink, Instant now) => Directory.AwaitPublished(null, sink, now);

    void IRoutesUser.HandleMembersChanged(IReadOnlyList<Address> members, Instant now) => Directory.HandleMembersChanged(members, now);

    void IDirectoryTransport.SendDirectoryMessage(Address member, ReadOnlySpan<byte> message) =>
        Data.SendMessage(member, DataTransferHeader.DirectoryEid, message);

    void IAdjacencyUser.HandleAdjacenciesChanged() => Routing.HandleAdjacenciesChanged();

    void IAdjacencyUser.HandleWritable(Instant now) => Flows.HandleWritable(now);

    void IAdjacencyUser.HandleManagementUp(ManagementLink link, Instant now) => Routing.HandleManagementUp(link);

    void IAdjacencyUser.HandleManagementMessage(ManagementLink link, ReadOnlySpan<byte> message, Instant now) =>
        Routing.HandleManagementMessage(link, message, now);
}
