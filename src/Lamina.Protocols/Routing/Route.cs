using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>The way to a member.</summary>
/// <param name="Destination">The member.</param>
/// <param name="NextHop">The neighbour that is next on the way.</param>
/// <param name="Cost">The cost of the whole way.</param>
public readonly record struct Route(Address Destination, Address NextHop, ulong Cost);
