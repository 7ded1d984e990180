using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>The way to a member.</summary>
/// <param name="Destination">The member.</param>
/// <param name="NextHops">The neighbours that are next on the way.</param>
/// <param name="Cost">The cost of the whole way, where no stand-in is used.</param>
public readonly record struct Route(Address Destination, NextHops NextHops, uint Cost)
{
    /// <summary>The first of the next hops.</summary>
    public Address NextHop => NextHops.Ways[0];
}
