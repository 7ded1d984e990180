namespace Lamina.Simulation.Topologies;

/// <summary>Rows and columns, each member with its neighbours in both; the last row may be short.</summary>
internal static class Grid
{
    public static IEnumerable<Edge> Edges(int members, int rows)
    {
        int columns = (members + rows - 1) / rows;
        for (int i = 0; i < members; i++)
        {
            if ((i + 1) % columns != 0 && i + 1 < members)
            {
                yield return new Edge(i, i + 1);
            }

            if (i + columns < members)
            {
                yield return new Edge(i, i + columns);
            }
        }
    }
}
