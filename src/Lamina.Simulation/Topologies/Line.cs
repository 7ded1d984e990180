namespace Lamina.Simulation.Topologies;

/// <summary>One behind the other.</summary>
internal static class Line
{
    public static IEnumerable<Edge> Edges(int members) => Enumerable.Range(1, Math.Max(0, members - 1)).Select(i => new Edge(i - 1, i));
}
