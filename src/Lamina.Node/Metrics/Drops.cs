namespace Lamina.Node.Metrics;

/// <summary>One family for all that is dropped, so that one sum says whether anything is.</summary>
internal static class Drops
{
    public const string Family = "lamina_dropped";

    /// <param name="set">Where to.</param>
    /// <param name="place">The part that drops.</param>
    /// <param name="layer">Its layer, or the technology of a port; empty where it belongs to none.</param>
    /// <param name="reason">Why.</param>
    /// <param name="count">How many packets, trains or messages.</param>
    public static void Add(MetricSet set, string place, string layer, string reason, long count) => set.Counter(
        Family, "Packets and messages that were dropped, by place, layer and reason.", count,
        ("place", place), ("layer", layer), ("reason", reason));
}
