using Lamina.Core;

namespace Lamina.Protocols.Routing;

/// <summary>
/// Where packets to a destination go next. Destinations that share theirs share the object, so that forwarding keeps few.
/// </summary>
/// <param name="ways">Neighbours that are used alike; one or more.</param>
/// <param name="standIns">Neighbours that are used, the first first, while no way carries packets.</param>
public sealed class NextHops(Address[] ways, Address[] standIns)
{
    /// <summary>Neighbours that are used alike.</summary>
    public IReadOnlyList<Address> Ways => ways;

    /// <summary>Neighbours that take over while no way carries packets.</summary>
    public IReadOnlyList<Address> StandIns => standIns;

    /// <inheritdoc/>
    public override string ToString() => string.Join(" ", ways) + (standIns.Length == 0 ? "" : $" ({string.Join(" ", standIns)})");
}
