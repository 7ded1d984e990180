namespace Lamina.Ipc.Unicast.Adjacencies;

/// <summary>
/// How the packets of a layer lie in the packets of an adjacency's lower flow. The acceptor says it in its answer, one
/// byte; both ends see the same lower flow, so the requester has come to the same, or the flow is not used.
/// </summary>
internal enum DataFraming : byte
{
    /// <summary>The lower flow carries less than the layer's packets can be cut into.</summary>
    Impossible = 0,

    /// <summary>Every packet is one packet below.</summary>
    Whole = 1,

    /// <summary>The lower flow carries less than the layer: packets go in parts (docs/design/FRAGMENTS.md).</summary>
    InParts = 2,
}
