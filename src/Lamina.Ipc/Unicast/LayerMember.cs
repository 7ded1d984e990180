using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.Admission;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Ipc.Unicast.Control;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Ipc.Unicast.Directory;
using Lamina.Ipc.Unicast.Enrolment;
using Lamina.Ipc.Unicast.FlowAllocation;
using Lamina.Ipc.Unicast.Revocations;
using Lamina.Ipc.Unicast.Routing;
using Lamina.Ipc.Unicast.Tracing;
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
    private readonly ILayerMemberUser _user;

    public LayerMember(
        Membership membership, ConnectionManager connections, StackAccess stack, ILayerMemberUser user, Instant now)
    {
        _stack = stack;
        _user = user;
        _channels = new ControlChannelSet(stack.Context);
        Membership = membership;
        Data = new DataTransferMachine(membership, stack.Context, this);
        Adjacencies = new AdjacencyTable(_channels, Data) { User = this };
        Reservations = new Reservations(membership, stack.Context, Data);
        Connector = new Connector(membership, connections, stack, Adjacencies, this);
        if (membership.Security is { } security)
        {
            Connector.DemandProofs(security, _channels);
        }

        if (!membership.IsRouter)
        {
            Directory = stack.Policies.Directories.Find(membership.Parameters.Directory)!.Create(membership, stack.Context, this);
            Flows = new UnicastFlows(membership, stack, Data, Directory, this, Reservations);
        }

        Routing = new LinkStateMachine(
            membership, stack.Context, Adjacencies, Data, stack.Policies.Routing.Find(membership.Parameters.Routing)!, this, now);
        Trace = new TraceComponent(
            membership, stack, Data, new TraceReader(stack.Process, membership, Data, Adjacencies, Routing));
        Revocations = membership.Security is null ? null : new RevocationFlood(membership, membership.Security.Credentials, Adjacencies, stack);
        _enrolment = new EnrolmentDesk(membership, connections, _channels, Routing.Database, stack) { Proved = Adjacencies.DoubtFormer };
    }

    public Membership Membership { get; }

    public DataTransferMachine Data { get; }

    public AdjacencyTable Adjacencies { get; }

    public Connector Connector { get; }

    public LinkStateMachine Routing { get; }

    public TraceComponent Trace { get; }

    /// <summary>Null in an insecure layer.</summary>
    public RevocationFlood? Revocations { get; }

    public Reservations Reservations { get; }

    /// <summary>Null in a router: it keeps and asks nothing.</summary>
    public IDirectory? Directory { get; }

    /// <summary>Null in a router: it gives and takes no flows.</summary>
    public UnicastFlows? Flows { get; }

    /// <summary>Another IPC process wants a flow to this one; the two fit.</summary>
    public void HandleArrival(Name name, ArrivingFlow arrival, in ConnectionHello hello, ReadOnlySpan<byte> offer, Instant now)
    {
        if (hello.Component == ConnectionComponent.Enrolment)
        {
            Adjacencies.DoubtNamesakes(hello.Process, now);
            _enrolment.HandleArrival(arrival, offer, now);
        }
        else
        {
            Connector.HandleArrival(name, arrival, hello, offer, now);
        }
    }

    /// <summary>Leaves the layer. The adjacencies go last, through the run queue: what the flows say in parting still uses them.</summary>
    public void Shutdown(Instant now)
    {
        Connector.Shutdown();
        _enrolment.Shutdown();
        Directory?.Shutdown();
        Flows?.Shutdown(CloseReason.ShuttingDown, now);
        Reservations.Shutdown();
        Trace.Shutdown(now);
        Routing.Shutdown(now);
        _stack.Context.RunQueue.Post(this);
    }

    /// <summary>
    /// Gives the address up to its other owner, so without a word of leaving: for the layer, a member of this address is
    /// still there. The adjacencies go last, as above.
    /// </summary>
    /// <returns>The connections that the successor has to keep.</returns>
    public ConnectionHandover Retire(Instant now)
    {
        ConnectionHandover handover = Connector.HandOver();
        _enrolment.Shutdown();
        Directory?.Shutdown();
        Flows?.Shutdown(CloseReason.AddressTaken, now);
        Reservations.Shutdown();
        Trace.Shutdown(now);
        Routing.Stop();
        _stack.Context.RunQueue.Post(this);
        return handover;
    }

    /// <summary>
    /// Goes without a word, as by a crash: the layer hears of it when the adjacencies end, which go last, as above.
    /// </summary>
    /// <returns>The connections that the successor has to keep, and what it has to tell the ends of flows.</returns>
    public (ConnectionHandover Connections, IReadOnlyList<FlowParting> Partings) Vanish(Instant now)
    {
        ConnectionHandover handover = Connector.HandOver();
        _enrolment.Shutdown();
        Directory?.Shutdown();
        IReadOnlyList<FlowParting> partings = Flows?.Vanish(now) ?? [];
        Reservations.Shutdown();
        Trace.Shutdown(now);
        Routing.Stop();
        _stack.Context.RunQueue.Post(this);
        return (handover, partings);
    }

    void IDeferred.RunDeferred(int code, in Train train, Instant now)
    {
        Connector.Proofs?.Shutdown(now);
        Adjacencies.Shutdown(now);
        _channels.Shutdown(now);
    }

    void IDataTransferUser.HandleData(in DataTransferHeader header, in Train train, Instant now)
    {
        if (Flows is null)
        {
            Data.Counters.UnknownComponent += train.Count;
            return;
        }

        Flows.HandleData(header, train, now);
    }

    void IDataTransferUser.HandleComponentMessage(ulong component, ReadOnlySpan<byte> message, Instant now)
    {
        switch (component)
        {
            case DataTransferHeader.FlowAllocatorEid when Flows is not null:
                Flows.HandleMessage(message, now);
                break;
            case DataTransferHeader.DirectoryEid when Directory is not null:
                Directory.HandleMessage(message, now);
                break;
            case DataTransferHeader.ProbeEid:
                Adjacencies.Monitor.HandleMessage(message);
                break;
            case DataTransferHeader.SizeEid:
                Adjacencies.Paths.HandleMessage(message, now);
                break;
            case DataTransferHeader.PartEid:
                Adjacencies.Paths.HandlePart(message, now);
                break;
            case DataTransferHeader.ReservationEid:
                Reservations.HandleMessage(message, now);
                break;
            default:
                Data.Counters.UnknownComponent++;
                break;
        }
    }

    void IDataTransferUser.HandleTrace(in DataTransferHeader header, ReadOnlySpan<byte> message, Instant now) =>
        Trace.HandleMessage(header, message, now);

    void IRoutesUser.HandleRoutesChanged(Instant now)
    {
        Flows?.HandleWaysChanged(now);
        Connector.HandleProgress(now);
    }

    void IRoutesUser.HandleRevocations(ManagementLink link, RevocationNews news, Instant now) => Revocations?.HandleNews(link, news, now);

    void IRoutesUser.HandleSynced(ulong cookie, Instant now) => Connector.HandleSynced(cookie, now);

    void IRoutesUser.HandleMemberLeft(Address member, Instant now)
    {
        Flows?.HandleMemberLeft(member, now);
        Reservations.HandleMemberLeft(member);
        Adjacencies.Drop(member, now);
        Directory?.HandleMemberLeft(member);
    }

    bool IRoutesUser.TryKeepAddress(ulong instance, Instant now) => _user.TryKeepAddress(instance, now);

    bool ILayerView.TryKeepAddress(ulong instance, Instant now) => _user.TryKeepAddress(instance, now);

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

    void ILayerView.AwaitPublications(IOutcomeSink sink, Instant now)
    {
        if (Directory is null)
        {
            PostedOutcome.Post(_stack.Context, sink, Outcome.Ok);
            return;
        }

        Directory.AwaitPublished(null, sink, now);
    }

    void IRoutesUser.HandleMembersChanged(IReadOnlyList<Address> members, Instant now) => Directory?.HandleMembersChanged(members, now);

    void IDirectoryTransport.SendDirectoryMessage(Address member, ReadOnlySpan<byte> message) =>
        Data.SendMessage(member, DataTransferHeader.DirectoryEid, message);

    void IAdjacencyUser.HandleAdjacenciesChanged() => Routing.HandleAdjacenciesChanged();

    void IAdjacencyUser.HandleReachable(Neighbour neighbour, bool isReachable, string why)
    {
        string who = $"{neighbour.Process} ({neighbour.Address}) in layer '{Membership.Parameters.Layer}'";
        _stack.Tell(
            isReachable ? StackEventKind.AdjacencyUp : StackEventKind.AdjacencyDown,
            isReachable ? $"neighbour {who} is there" : $"neighbour {who} is gone: {why}");
    }

    void IAdjacencyUser.HandleWritable(Instant now) => Flows?.HandleWritable(now);

    void IAdjacencyUser.HandleManagementUp(ManagementLink link, Instant now)
    {
        Routing.HandleManagementUp(link, now);
        Revocations?.HandleManagementUp(link);
    }

    void IAdjacencyUser.HandleManagementMessage(ManagementLink link, ReadOnlySpan<byte> message, Instant now) =>
        Routing.HandleManagementMessage(link, message, now);
}
