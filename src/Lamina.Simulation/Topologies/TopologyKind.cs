namespace Lamina.Simulation.Topologies;

/// <summary>Shapes of networks.</summary>
public enum TopologyKind
{
    /// <summary>One behind the other.</summary>
    Line,

    /// <summary>A line whose ends are linked.</summary>
    Ring,

    /// <summary>Every member but the first has one parent.</summary>
    Tree,

    /// <summary>Rows and columns.</summary>
    Grid,

    /// <summary>Connected, links by chance.</summary>
    Random,

    /// <summary>Few members have many links: who comes links with whom has many (Barabasi and Albert, Science 1999).</summary>
    ScaleFree,
}
