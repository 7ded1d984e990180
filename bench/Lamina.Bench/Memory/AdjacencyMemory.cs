using Lamina.Bench.Networks;

namespace Lamina.Bench.Memory;

/// <summary>What each further neighbour of a member holds, in the member's process.</summary>
internal static class AdjacencyMemory
{
    private const int First = 2;
    private const int Many = 50;

    /// <summary>Bytes of heap.</summary>
    public static async Task<double> MeasureAsync(string policy)
    {
        using Cable loopback = Cable.OnLoopback(2);
        using NodeProcess hub = NodeProcess.Start(
            loopback.Hosts[0], Steps.Bearer(Topology.Bearer, loopback.AddressOf(0, 0)), $"bootstrap {Topology.LayerAt(1)} {policy} {Topology.Bearer}");
        var members = new List<NetworkStack>();
        try
        {
            await AddAsync(First);
            long before = hub.AskHeap();
            await AddAsync(Many);
            return (hub.AskHeap() - before) / (double)Many;
        }
        finally
        {
            await Task.WhenAll(members.Select(member => member.DisposeAsync().AsTask()));
        }

        async Task AddAsync(int count)
        {
            for (int i = 0; i < count; i++)
            {
                NetworkStack member = EmbeddedPair.Start(
                    loopback.Hosts[1], $"member{members.Count}", Steps.Bearer(Topology.Bearer, loopback.AddressOf(1, 0), hub.Places[0]));
                members.Add(member);
                await Steps.TakeAsync(member.Management, $"enrol {Topology.LayerAt(1)}");
            }
        }
    }
}
