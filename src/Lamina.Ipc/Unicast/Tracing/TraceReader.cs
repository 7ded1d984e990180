using Lamina.Core;
using Lamina.Ipc.Unicast.Adjacencies;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Ipc.Unicast.Forwarding;
using Lamina.Ipc.Unicast.Routing;
using Lamina.Protocols.Routing;
using Lamina.Wire.Tracing;

namespace Lamina.Ipc.Unicast.Tracing;

/// <summary>Says what this member would do with a packet, by asking the tables that the packet would meet.</summary>
internal sealed class TraceReader(
    string process, Membership membership, DataTransferMachine data, AdjacencyTable adjacencies, LinkStateMachine routing)
{
    public AdjacencyTable Adjacencies => adjacencies;

    /// <summary>The flow that the packet would leave by; null where it would be delivered here, or dropped.</summary>
    public LowerFlow? FlowTowards(in TracedFlow flow) =>
        flow.Destination == membership.Address ? null : data.Table.Find(flow.Destination, flow.Cube)?.Pick(flow.Spread)?.ActiveData;

    public MemberRecord Read(in TracedFlow flow, Address cameBy)
    {
        Address destination = flow.Destination;
        bool isEnd = destination == membership.Address;
        NextHopGroup? group = isEnd ? null : data.Table.Find(destination, flow.Cube);
        QosCube cube = (uint)flow.Cube < LinkWeights.CubeCount ? flow.Cube : QosCube.BestEffort;
        return new MemberRecord(membership.Parameters.Layer.Value, process, membership.Address)
        {
            CameBy = cameBy,
            IsEnd = isEnd,
            IsRouter = membership.IsRouter,
            HasRoute = group is not null,
            Policy = membership.Parameters.Routing,
            Cost = group is null ? 0 : routing.Routes[cube].FirstOrDefault(route => route.Destination == destination).Cost,
            NextHops = group is null ? [] : NextHops(group, group.Pick(flow.Spread)),
        };
    }

    private static TraceNextHop[] NextHops(NextHopGroup group, Neighbour? taken) =>
    [
        .. group.Neighbours.Select((neighbour, place) => new TraceNextHop(
            neighbour.Address, neighbour.Process, place >= group.Ways, neighbour.ActiveData is not null, neighbour == taken)),
    ];
}
