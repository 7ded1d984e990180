using Lamina.Ipc;
using Lamina.Ipc.Udp;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Ipc.Unicast.DataTransfer;
using Lamina.Ipc.Unicast.Directory;
using Lamina.Protocols.Allocation;

namespace Lamina.Node.Metrics;

/// <summary>What a member of a layer counts.</summary>
internal static class LayerMetrics
{
    public static void Add(MetricSet set, IpcProcess process)
    {
        switch (process)
        {
            case UdpIpcProcess { Layer: { } layer } udp:
                AddUdp(set, layer, udp.Counters);
                AddAllocator(set, layer, udp.AllocationCounters);
                break;
            case UnicastIpcProcess { Layer: { } layer } unicast:
                AddUnicast(set, layer, unicast);
                break;
        }
    }

    private static void AddUdp(MetricSet set, string layer, UdpCounters counters)
    {
        Copied(set, layer, counters.Copied);
        set.Counter("lamina_udp_probes", "Probes of paths sent.", counters.ProbesSent, ("layer", layer));
        set.Counter("lamina_udp_paths_shrunk", "Paths that ceased to carry what they had carried.", counters.PathsShrunk, ("layer", layer));
        set.Counter("lamina_udp_pieces_sent", "Packets sent in pieces.", counters.SentInPieces, ("layer", layer));
        set.Counter("lamina_udp_pieces_joined", "Packets put together from pieces.", counters.PutTogether, ("layer", layer));
        Drops.Add(set, "udp", layer, "malformed", counters.Malformed);
        Drops.Add(set, "udp", layer, "other_version", counters.OtherVersion);
        Drops.Add(set, "udp", layer, "no_buffer", counters.NoBuffer);
        Drops.Add(set, "udp", layer, "no_head_room", counters.NoHeadRoom);
        Drops.Add(set, "udp", layer, "pieces_missing", counters.PiecesMissing);
        Drops.Add(set, "udp", layer, "queries_refused", counters.QueriesRefused);
    }

    private static void AddUnicast(MetricSet set, string layer, UnicastIpcProcess process)
    {
        if (process.Counters is { } data)
        {
            AddDataTransfer(set, layer, data);
            SchedulingMetrics.Add(set, layer, data);
        }

        if (process.AllocationCounters is { } allocator)
        {
            AddAllocator(set, layer, allocator);
        }

        if (process.DirectoryCounters is { } directory)
        {
            AddDirectory(set, layer, directory);
        }

        ConnectionCounters connections = process.Connections;
        Drops.Add(set, "routing", layer, "malformed", process.RoutingMalformed);
        Drops.Add(set, "connections", layer, "malformed", connections.Malformed);
        Drops.Add(set, "connections", layer, "other_protocol", connections.OtherProtocol);
        Drops.Add(set, "connections", layer, "other_version", connections.OtherVersion);
        Drops.Add(set, "connections", layer, "other_layer", connections.OtherLayer);
        Drops.Add(set, "connections", layer, "same_address", connections.SameAddress);
        Drops.Add(set, "connections", layer, "beyond_share", connections.BeyondShare);
        set.Counter("lamina_address_changes", "Times that a member took another address.", process.AddressChanges, ("layer", layer));
        set.Gauge("lamina_routes", "Destinations that can be reached.", process.Routes.Count, ("layer", layer));
    }

    private static void AddDataTransfer(MetricSet set, string layer, DataTransferCounters counters)
    {
        const string Name = "lamina_layer_packets";
        const string Help = "Packets that data transfer saw, by what became of them.";
        set.Counter(Name, Help, counters.Sent, ("layer", layer), ("what", "sent"));
        set.Counter(Name, Help, counters.Delivered, ("layer", layer), ("what", "delivered"));
        set.Counter(Name, Help, counters.Forwarded, ("layer", layer), ("what", "forwarded"));
        Copied(set, layer, counters.Copied);
        Drops.Add(set, "data_transfer", layer, "malformed", counters.Malformed);
        Drops.Add(set, "data_transfer", layer, "expired", counters.Expired);
        Drops.Add(set, "data_transfer", layer, "unroutable", counters.Unroutable);
        Drops.Add(set, "data_transfer", layer, "unknown_component", counters.UnknownComponent);
        Drops.Add(set, "data_transfer", layer, "unsealed", counters.Unsealed);
        Drops.Add(set, "data_transfer", layer, "not_authentic", counters.NotAuthentic);
        Drops.Add(set, "data_transfer", layer, "no_resources", counters.NoResources);
        Drops.Add(set, "data_transfer", layer, "incomplete", counters.Parts.Incomplete);
        Drops.Add(set, "data_transfer", layer, "malformed_part", counters.Parts.Malformed);
        Drops.Add(set, "data_transfer", layer, "not_cut", counters.Parts.NoBuffer);
    }

    private static void AddAllocator(MetricSet set, string layer, AllocationCounters counters)
    {
        Drops.Add(set, "allocation", layer, "malformed", counters.Malformed);
        Drops.Add(set, "allocation", layer, "other_version", counters.OtherVersion);
        Drops.Add(set, "allocation", layer, "overload", counters.Overload);
        Drops.Add(set, "allocation", layer, "beyond_share", counters.BeyondShare);
        Drops.Add(set, "allocation", layer, "unproven", counters.Unanswered);
        Drops.Add(set, "allocation", layer, "unknown_end", counters.UnknownEnd);
        Drops.Add(set, "allocation", layer, "early", counters.EarlyDropped);
        Drops.Add(set, "allocation", layer, "closed", counters.TransmitDropped);
        const string Cookies = "lamina_cookies";
        const string Help = "Requests for flows that were answered with a cookie, and flows whose requesters showed one.";
        set.Counter(Cookies, Help, counters.CookiesAsked, ("layer", layer), ("what", "asked"));
        set.Counter(Cookies, Help, counters.CookiesShown, ("layer", layer), ("what", "shown"));
    }

    private static void AddDirectory(MetricSet set, string layer, DirectoryCounters counters)
    {
        set.Counter("lamina_directory_messages", "Messages of the directory.", counters.Sent, ("layer", layer), ("direction", "sent"));
        set.Counter("lamina_directory_messages", "Messages of the directory.", counters.Received, ("layer", layer), ("direction", "received"));
        set.Counter("lamina_directory_finds", "Questions for who serves a name.", counters.Finds, ("layer", layer));
        set.Counter("lamina_directory_cache_hits", "Of lamina_directory_finds, those that the cache answered.", counters.CacheHits, ("layer", layer));
        set.Counter("lamina_directory_lookups", "Searches through the layer that have ended.", counters.LookUps, ("layer", layer));
        set.Counter("lamina_directory_unanswered", "Requests that nobody answered.", counters.Unanswered, ("layer", layer));
        Drops.Add(set, "directory", layer, "malformed", counters.Malformed);
        Drops.Add(set, "directory", layer, "store_full", counters.StoreDrops);
        Drops.Add(set, "directory", layer, "queue_full", counters.RequestDrops);
    }

    private static void Copied(MetricSet set, string layer, long count) =>
        set.Counter("lamina_trains_copied", "Trains that had to be copied because they had no head room.", count, ("layer", layer));
}
