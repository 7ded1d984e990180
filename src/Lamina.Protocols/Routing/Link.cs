using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>A link as one of its ends announces it.</summary>
/// <param name="Neighbour">The other end.</param>
/// <param name="Weights">What it costs, as this end says.</param>
public readonly record struct Link(Address Neighbour, LinkWeights Weights);
