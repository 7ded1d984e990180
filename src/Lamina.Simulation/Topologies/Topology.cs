namespace Lamina.Simulation.Topologies;

/// <summary>Who has a link with whom. The same seed gives the same links.</summary>
/// <param name="Kind">Its shape.</param>
/// <param name="Members">Hosts, 2 to 2000.</param>
public sealed record Topology(TopologyKind Kind, int Members)
{
    /// <summary>Of <see cref="TopologyKind.Random"/>: links per member on average, at least 2, default 4. Of
    /// <see cref="TopologyKind.ScaleFree"/>: twice the links that a newcomer makes. Of <see cref="TopologyKind.Tree"/>:
    /// 1 + children of a member.</summary>
    public double Degree { get; init; } = 4;

    /// <summary>Of <see cref="TopologyKind.Grid"/>: its rows; null (default): about as many as columns.</summary>
    public int? Rows { get; init; }

    /// <summary>Links beyond the shape, as pairs of members.</summary>
    public IReadOnlyList<Edge> Extra { get; init; } = [];

    /// <summary>The links: all different, each from the lower to the higher number, sorted.</summary>
    public IReadOnlyList<Edge> Edges(ulong seed)
    {
        IEnumerable<Edge> shape = Kind switch
        {
            TopologyKind.Line => Line.Edges(Members),
            TopologyKind.Ring => Ring.Edges(Members),
            TopologyKind.Tree => Tree.Edges(Members, Math.Max(1, (int)Degree - 1)),
            TopologyKind.Grid => Grid.Edges(Members, Rows ?? (int)Math.Sqrt(Members)),
            TopologyKind.Random => RandomGraph.Edges(Members, Degree, seed),
            _ => ScaleFree.Edges(Members, Math.Max(1, (int)(Degree / 2)), seed),
        };
        return [.. shape.Concat(Extra.Where(edge => edge.A < Members && edge.B < Members)).Select(edge => edge.Sorted).Distinct().Order()];
    }
}
