namespace Lamina.Simulation.Topologies;

/// <summary>A link between two members, by number.</summary>
/// <param name="A">One end.</param>
/// <param name="B">The other end.</param>
public readonly record struct Edge(int A, int B) : IComparable<Edge>
{
    /// <summary>The same link from the lower to the higher number.</summary>
    public Edge Sorted => A <= B ? this : new Edge(B, A);

    /// <inheritdoc/>
    public int CompareTo(Edge other) => (A, B).CompareTo((other.A, other.B));

    /// <inheritdoc/>
    public override string ToString() => $"{A}-{B}";

    /// <summary>Comes before.</summary>
    public static bool operator <(Edge left, Edge right) => left.CompareTo(right) < 0;

    /// <summary>Comes after.</summary>
    public static bool operator >(Edge left, Edge right) => left.CompareTo(right) > 0;

    /// <summary>Comes before, or is the same.</summary>
    public static bool operator <=(Edge left, Edge right) => left.CompareTo(right) <= 0;

    /// <summary>Comes after, or is the same.</summary>
    public static bool operator >=(Edge left, Edge right) => left.CompareTo(right) >= 0;
}
