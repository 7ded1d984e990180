using Lamina.Core;
using Lamina.Wire.Offers;

namespace Lamina.Protocols.Flows;

/// <summary>Why an element is in a composition.</summary>
/// <param name="Id">The element.</param>
/// <param name="Serves">Which specs need it.</param>
/// <param name="Features">What it then does in any case.</param>
/// <param name="Switchable">What it does besides, where both ends want it.</param>
internal sealed record ElementRule(
    ElementId Id, Func<QosSpec, bool> Serves, FrcpFeatures Features = FrcpFeatures.None, FrcpFeatures Switchable = FrcpFeatures.None)
{
    /// <summary>True where a flow below that keeps packets as they are gives the same already.</summary>
    public bool IsSparedWhereIntact { get; init; }

    /// <summary>Where the flow has keys: true: only there; false: not there; null: whether or not.</summary>
    public bool? WithKeys { get; init; }
}
