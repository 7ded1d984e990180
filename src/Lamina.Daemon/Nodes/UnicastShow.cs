using System.Text.Json.Nodes;
using Lamina.Core;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Ipc.Unicast.Directory;
using Lamina.Protocols.Routing;
using Lamina.Wire.Connections;

namespace Lamina.Daemon.Nodes;

/// <summary>The inside of a unicast IPC process, as tables.</summary>
internal static class UnicastShow
{
    /// <summary>Null for what does not exist.</summary>
    public static IReadOnlyList<JsonObject>? Read(
        UnicastIpcProcess process, string what, IReadOnlyDictionary<long, string> layers, Instant now) => what switch
        {
            "adjacencies" => Adjacencies(process, layers),
            "lsdb" => LinkStates(process, now),
            "routes" => [.. Graph.Cubes.Where(cube => process.AllRoutes.SameAs(cube) == cube).SelectMany(cube => Routes(process.AllRoutes, cube))],
            "directory" => [.. process.DirectoryEntries(now).Select(entry => new JsonObject
            {
                ["hash"] = entry.Hash.ToString(),
                ["member"] = entry.Member.ToString(),
                ["own"] = entry.IsOwn,
                ["seconds"] = (long)entry.Remaining.TotalSeconds,
            })],
            "stats" => process.Counters is { } counters ? [Statistics(process, counters, process.DirectoryCounters ?? new DirectoryCounters())] : [],
            _ => null,
        };

    public static void AddInfo(JsonObject info, Membership membership)
    {
        info["address"] = membership.Address.ToString();
        info["router"] = membership.IsRouter;
        info["addressSize"] = membership.Parameters.AddressSize;
        info["ttl"] = membership.Parameters.InitialTtl;
        info["mps"] = membership.Parameters.MaxPacketSize;
        info["mplMs"] = membership.Parameters.MaxPacketLifetime.Milliseconds;
        info["routing"] = membership.Parameters.Routing;
        info["directory"] = membership.Parameters.Directory;
        info["addresses"] = membership.Parameters.Addresses;
        info["congestion"] = membership.Parameters.Congestion;
    }

    private static JsonObject[] Adjacencies(UnicastIpcProcess process, IReadOnlyDictionary<long, string> layers) =>
    [
        .. process.Adjacencies.Select(adjacency => new JsonObject
        {
            ["peer"] = adjacency.Peer == Address.None ? null : adjacency.Peer.ToString(),
            ["name"] = adjacency.PeerName.Length == 0 ? null : adjacency.PeerName,
            ["component"] = adjacency.Component switch
            {
                ConnectionComponent.DataTransfer => "dt",
                ConnectionComponent.Management => "mgmt",
                _ => "enrolment",
            },
            ["state"] = adjacency.State.ToString().ToLowerInvariant(),
            ["layer"] = layers.GetValueOrDefault(adjacency.FlowId),
            ["capacity"] = NodeShow.RateOf(adjacency.Capacity),
            ["reserved"] = NodeShow.RateOf(adjacency.Reserved),
            ["flow"] = adjacency.FlowId,
            ["packetSize"] = adjacency.PacketSize > 0 ? adjacency.PacketSize : null,
            ["problem"] = adjacency.Problem.Length == 0 ? null : adjacency.Problem,
        }),
    ];

    /// <summary>Cubes that share their routes share a line.</summary>
    private static IEnumerable<JsonObject> Routes(RouteSets routes, QosCube cube)
    {
        QosCube[] cubes = [.. Graph.Cubes.Where(other => routes.SameAs(other) == cube)];
        string served = cubes.Length == Graph.Cubes.Count ? "all" : string.Join(" ", cubes.Select(NameOf));
        return routes[cube].Select(route => new JsonObject
        {
            ["destination"] = route.Destination.ToString(),
            ["cube"] = served,
            ["nextHops"] = Addresses(route.NextHops.Ways),
            ["standIns"] = Addresses(route.NextHops.StandIns),
            ["cost"] = route.Cost,
        });
    }

    private static string NameOf(QosCube cube) => cube == QosCube.BestEffort ? "best-effort" : cube.ToString().ToLowerInvariant();

    private static JsonArray Addresses(IEnumerable<Address> addresses) => [.. addresses.Select(address => (JsonNode)address.ToString())];

    private static JsonObject[] LinkStates(UnicastIpcProcess process, Instant now) =>
    [
        .. process.LinkStates.Select(state => new JsonObject
        {
            ["member"] = state.Origin.ToString(),
            ["sequence"] = state.Sequence,
            ["links"] = new JsonArray([.. state.Links.Select(link => (JsonNode)$"{link.Neighbour.ToString()}{(link.Weights.IsSaid ? ":" : "")}{link.Weights}")]),
            ["seconds"] = (long)(state.Expires - now).TotalSeconds,
        }),
    ];

    private static JsonObject Statistics(UnicastIpcProcess process, DataTransferCounters counters, DirectoryCounters directory)
    {
        JsonObject statistics = Basics(process, counters, directory);
        CongestionShow.Add(statistics, counters);
        return statistics;
    }

    private static JsonObject Basics(UnicastIpcProcess process, DataTransferCounters counters, DirectoryCounters directory) => new()
    {
        ["sent"] = counters.Sent,
        ["delivered"] = counters.Delivered,
        ["forwarded"] = counters.Forwarded,
        ["malformed"] = counters.Malformed,
        ["expired"] = counters.Expired,
        ["unroutable"] = counters.Unroutable,
        ["unknownComponent"] = counters.UnknownComponent,
        ["unsealed"] = counters.Unsealed,
        ["notAuthentic"] = counters.NotAuthentic,
        ["noResources"] = counters.NoResources,
        ["copied"] = counters.Copied,
        ["partsCut"] = counters.Parts.Cut,
        ["partsJoined"] = counters.Parts.Joined,
        ["partsDropped"] = counters.Parts.Incomplete + counters.Parts.Malformed + counters.Parts.NoBuffer,
        ["sizeQuestions"] = counters.Parts.Questions,
        ["sizeHoles"] = counters.Parts.Holes,
        ["directorySent"] = directory.Sent,
        ["directoryReceived"] = directory.Received,
        ["directoryMalformed"] = directory.Malformed,
        ["directoryFinds"] = directory.Finds,
        ["directoryCacheHits"] = directory.CacheHits,
        ["directoryLookUps"] = directory.LookUps,
        ["directorySteps"] = directory.LookUpSteps,
        ["directoryLongest"] = directory.LongestLookUp,
        ["directoryUnanswered"] = directory.Unanswered,
        ["directoryReplicated"] = directory.Replicated,
        ["directoryDropped"] = directory.StoreDrops + directory.RequestDrops,
        ["connectionsMalformed"] = process.Connections.Malformed,
        ["connectionsOtherProtocol"] = process.Connections.OtherProtocol,
        ["connectionsOtherVersion"] = process.Connections.OtherVersion,
        ["connectionsOtherLayer"] = process.Connections.OtherLayer,
        ["connectionsSameAddress"] = process.Connections.SameAddress,
        ["reservationsRefused"] = process.ReservationCounters?.Refused ?? 0,
        ["reservationsExpired"] = process.ReservationCounters?.Expired ?? 0,
        ["reservationsLost"] = process.ReservationCounters?.Lost ?? 0,
        ["tracesAnswered"] = process.TraceCounters?.Answered ?? 0,
        ["tracesDropped"] = process.TraceCounters is { } traces ? traces.Limited + traces.Unasked + traces.Malformed : 0,
    };
}
