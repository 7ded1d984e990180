using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>A link as one of its ends announces it.</summary>
/// <param name="Neighbour">The other end.</param>
/// <param name="Cost">Its cost, 1 or more.</param>
public readonly record struct Link(Address Neighbour, uint Cost);
