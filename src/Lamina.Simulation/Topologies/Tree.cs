namespace Lamina.Simulation.Topologies;

/// <summary>Every member but the first has one parent; a level is full before the next begins.</summary>
internal static class Tree
{
    public static IEnumerable<Edge> Edges(int members, int children) =>
        Enumerable.Range(1, Math.Max(0, members - 1)).Select(i => new Edge((i - 1) / children, i));
}
