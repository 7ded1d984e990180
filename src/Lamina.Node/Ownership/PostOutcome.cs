namespace Lamina.Node.Ownership;

/// <summary>What became of posted work.</summary>
public enum PostOutcome
{
    /// <summary>It has run, or will, unless the domain ends before.</summary>
    Accepted,

    /// <summary>The inbox is full: the caller keeps its work and slows down. The loop is on its way.</summary>
    Full,

    /// <summary>The domain has ended; see its reason.</summary>
    Ended,
}
