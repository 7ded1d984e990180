using Lamina.Cli.Doctor.Facts;

namespace Lamina.Cli.Status;

/// <summary>How a member stands in its layer.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="Ipcp">The IPC process.</param>
/// <param name="Members">Members that its layer is known to have; absent where it keeps no account.</param>
/// <param name="NeighboursUp">Neighbours whose flows all carry packets.</param>
/// <param name="NeighboursDown">The others.</param>
internal sealed record LayerSummary(string Stack, string Ipcp, int? Members, int NeighboursUp, int NeighboursDown)
{
    public static LayerSummary Of(string stack, ProcessFacts process)
    {
        IGrouping<string, AdjacencyFacts>[] neighbours = [.. process.Adjacencies.GroupBy(adjacency => adjacency.Peer)];
        int up = neighbours.Count(parts => parts.All(part => part.IsUp));
        return new LayerSummary(stack, process.Name, process.Members, up, neighbours.Length - up);
    }
}
