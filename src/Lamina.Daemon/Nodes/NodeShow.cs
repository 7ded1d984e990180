using System.Text.Json.Nodes;
using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Ipc;
using Lamina.Ipc.Udp;
using Lamina.Ipc.Udp.Impairment;
using Lamina.Ipc.Unicast;
using Lamina.Node.Access;
using Lamina.Node.Management;

namespace Lamina.Daemon.Nodes;

/// <summary>Answers of "show": reads inside the domain, says it outside.</summary>
internal sealed class NodeShow(StackManagement management)
{
    /// <summary>A peer that has just been asked and has not answered for so long is silent.</summary>
    private static readonly Duration PeerSilence = Duration.FromSeconds(2);

    public async ValueTask<Answer<ShowReport>> ReadAsync(string ipcp, string what)
    {
        if (what == "adjacencies")
        {
            // A bearer has no adjacencies that say whether they are up: its peers are asked.
            await management.Ipcps.AskPeersAsync(ipcp);
        }

        IReadOnlyDictionary<long, string> layers = await management.Inspection.LayersOfFlowsAsync();
        IReadOnlyList<JsonObject>? items = what switch
        {
            "flows" => await ReadFlowsAsync(ipcp),
            _ => await management.Inspection.ReadAsync(ipcp, (process, now) => Read(process, what, layers, now)),
        };
        if (items is not null)
        {
            return new ShowReport(ipcp, what, items);
        }

        IReadOnlyList<IpcpInfo> all = await management.Ipcps.ListAsync();
        return all.FirstOrDefault(entry => entry.Name == ipcp) is not { } known
            ? Outcome.NotFound($"this stack has no IPC process '{ipcp}'", "lamina ipcp list")
            : known.Layer is null
                ? Outcome.Failed($"{ipcp} is in no layer yet", $"lamina ipcp bootstrap {ipcp} --layer LAYER")
                : Outcome.Usage($"a process of type {NodeIpcps.TypeOf(known.Kind)} has no '{what}'", $"lamina show {ipcp} info");
    }

    public static FlowEntry ToEntry(FlowInfo flow) => new(
        flow.Id,
        flow.Name,
        flow.IpcProcess is null ? "direct" : flow.IsIncoming ? "in" : "out",
        flow.Owner,
        QosNames.NameOf(flow.Qos),
        flow.SentPackets,
        flow.ReceivedPackets,
        flow.IpcProcess,
        flow.Acceptor,
        QosNames.NameOf(flow.AskedQos),
        BitsOf(flow.Qos),
        BitsOf(flow.AskedQos),
        flow.IsUp ? FlowEntry.Up : FlowEntry.Down,
        flow.Peer.NodeId,
        flow.Program,
        flow.UserId is { } user ? AccountNames.OfUser(user) : null);

    /// <summary>Null where a process of this kind has no such thing.</summary>
    private static IReadOnlyList<JsonObject>? Read(
        IpcProcess process, string what, IReadOnlyDictionary<long, string> layers, Instant now) => (process, what) switch
        {
            (_, "info") => [Info(process)],
            (UnicastIpcProcess unicast, _) => UnicastShow.Read(unicast, what, layers, now),
            (UdpIpcProcess udp, "stats") => [UdpStatistics(udp)],
            (UdpIpcProcess udp, "adjacencies") => [.. udp.ToldPeers.Select(peer => UdpPeer(peer, now))],
            _ => null,
        };

    private static JsonObject Info(IpcProcess process)
    {
        JsonObject info = new()
        {
            ["name"] = process.Name,
            ["type"] = NodeIpcps.TypeOf(process.Kind),
            ["layer"] = process.Layer,
            ["insecure"] = process.IsInsecure,
            ["secure"] = process.Security is not null,
            ["hash"] = process.HashAlgorithm.ToString().Replace('_', '-').ToLowerInvariant(),
            ["flows"] = process.FlowCount,
        };
        if (process is UdpIpcProcess udp)
        {
            info["ip"] = udp.Local.ToIPEndPoint().Address.ToString();
            info["port"] = udp.Local.Port;
            info["capacity"] = RateOf(udp.Capacity);
            info["reserved"] = RateOf(udp.Reserved);
        }
        else if (process is UnicastIpcProcess { Membership: { } membership } unicast)
        {
            UnicastShow.AddInfo(info, membership);
            info["enrolledThrough"] = unicast.EnrolledThrough?.Value;
        }

        return info;
    }

    private static ulong BitsOf(in QosSpec qos) => qos.ReservesBandwidth ? qos.Bandwidth : 0;

    /// <summary>Null where nobody said what there is, or nothing is reserved.</summary>
    internal static string? RateOf(ulong bitsPerSecond) => bitsPerSecond == 0 ? null : RateText.Of(bitsPerSecond);

    private static JsonObject UdpPeer(UdpPeerInfo peer, Instant now) => new()
    {
        ["peer"] = peer.Endpoint.ToString(),
        ["component"] = "peer",
        ["state"] = peer.Answered is { } at && now - at < PeerSilence ? "up" : "silent",
        ["answeredSecondsAgo"] = peer.Answered is { } last ? (long)(now - last).TotalSeconds : null,
    };

    private static JsonObject UdpStatistics(UdpIpcProcess udp)
    {
        JsonObject statistics = UdpCounts(udp);
        if (udp.Port is ImpairedPort { Impairment: { } impairment } port)
        {
            statistics["impairment"] = impairment.ToString();
            ImpairmentShow.Add(statistics, "impairedOut", port.Sent);
            ImpairmentShow.Add(statistics, "impairedIn", port.Received);
            statistics["impairedNoRoom"] = port.NoRoomCount;
        }

        return statistics;
    }

    private static JsonObject UdpCounts(UdpIpcProcess udp) => new()
    {
        ["malformed"] = udp.Counters.Malformed,
        ["otherVersion"] = udp.Counters.OtherVersion,
        ["noBuffer"] = udp.Counters.NoBuffer,
        ["copied"] = udp.Counters.Copied,
        ["probesSent"] = udp.Counters.ProbesSent,
        ["pathsShrunk"] = udp.Counters.PathsShrunk,
        ["sentInPieces"] = udp.Counters.SentInPieces,
        ["putTogether"] = udp.Counters.PutTogether,
        ["piecesMissing"] = udp.Counters.PiecesMissing,
        ["queriesRefused"] = udp.Counters.QueriesRefused,
        ["cookiesAsked"] = udp.AllocationCounters.CookiesAsked,
        ["cookiesShown"] = udp.AllocationCounters.CookiesShown,
        ["beyondShare"] = udp.AllocationCounters.BeyondShare,
        ["unknownEnd"] = udp.AllocationCounters.UnknownEnd,
        ["transmitDropped"] = udp.AllocationCounters.TransmitDropped,
    };

    private async ValueTask<IReadOnlyList<JsonObject>?> ReadFlowsAsync(string ipcp)
    {
        if ((await management.Ipcps.ListAsync()).All(entry => entry.Name != ipcp))
        {
            return null;
        }

        return [.. (await management.Flows.ListAsync()).Where(flow => flow.IpcProcess == ipcp).Select(ToEntry).Select(flow => new JsonObject
        {
            ["id"] = flow.Id,
            ["name"] = flow.Name,
            ["direction"] = flow.Direction,
            ["user"] = flow.User,
            ["qos"] = flow.Qos,
            ["reserved"] = RateOf(flow.ReservedBits),
            ["sent"] = flow.SentPackets,
            ["received"] = flow.ReceivedPackets,
        })];
    }
}
