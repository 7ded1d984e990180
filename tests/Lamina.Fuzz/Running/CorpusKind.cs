namespace Lamina.Fuzz.Running;

/// <summary>How an input came into the corpus.</summary>
internal enum CorpusKind
{
    /// <summary>Its target accepts it.</summary>
    Valid,

    /// <summary>A valid one, cut or lengthened.</summary>
    Cut,

    /// <summary>It showed a behaviour that no other had shown.</summary>
    Found,

    /// <summary>It was too much for its target once.</summary>
    Failed,
}
