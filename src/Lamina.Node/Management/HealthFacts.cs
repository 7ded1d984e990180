namespace Lamina.Node.Management;

/// <summary>What the health of a stack is judged by.</summary>
/// <param name="InNoLayer">IPC processes that were made and are in no layer.</param>
/// <param name="Lost">Adjacencies that carry nothing at present.</param>
/// <param name="PoolRentedBytes">Bytes of packet buffers that somebody holds.</param>
/// <param name="PoolLimitBytes">Most bytes of packet buffers.</param>
/// <param name="QueueDrops">What full queues have dropped since the beginning.</param>
public sealed record HealthFacts(
    IReadOnlyList<string> InNoLayer,
    IReadOnlyList<LostAdjacency> Lost,
    long PoolRentedBytes,
    long PoolLimitBytes,
    long QueueDrops);
