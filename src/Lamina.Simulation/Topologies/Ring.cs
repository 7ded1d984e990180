namespace Lamina.Simulation.Topologies;

/// <summary>A line whose ends are linked; of two members a line.</summary>
internal static class Ring
{
    public static IEnumerable<Edge> Edges(int members) =>
        members > 2 ? Line.Edges(members).Append(new Edge(0, members - 1)) : Line.Edges(members);
}
