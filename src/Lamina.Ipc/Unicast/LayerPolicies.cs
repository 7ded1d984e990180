using Lamina.Core;
using Lamina.Ipc.Unicast.Addresses;
using Lamina.Ipc.Unicast.Directory;
using Lamina.Protocols.Routing;
using Lamina.Wire;

namespace Lamina.Ipc.Unicast;

/// <summary>The policies of a layer by their names.</summary>
internal static class LayerPolicies
{
    /// <summary>Says whether this code can be a member of such a layer.</summary>
    public static Outcome Examine(LayerParameters layer)
    {
        if (!layer.IsValid)
        {
            return Outcome.Usage($"the parameters of layer '{layer.Layer}' are outside their ranges");
        }

        if (layer.Version != LayerParameters.CurrentVersion)
        {
            return Outcome.Failed($"layer '{layer.Layer}' uses version {layer.Version}, this side speaks {LayerParameters.CurrentVersion}");
        }

        return !RoutingPolicies.TryCreate(layer.Routing, out _) ? Unknown("routing", layer.Routing, LinkStateRouting.PolicyName)
            : layer.Directory != OneHopDirectory.PolicyName ? Unknown("directory", layer.Directory, OneHopDirectory.PolicyName)
            : layer.Addresses != RandomAddresses.PolicyName ? Unknown("address", layer.Addresses, RandomAddresses.PolicyName)
            : layer.Congestion != "none" ? Unknown("congestion", layer.Congestion, "none")
            : Outcome.Ok;
    }

    public static IAddressPolicy AddressesOf(LayerParameters layer) => layer.Addresses switch
    {
        RandomAddresses.PolicyName => new RandomAddresses(),
        _ => throw new ArgumentException("the parameters were not examined", nameof(layer)),
    };

    public static IRoutingPolicy RoutingOf(LayerParameters layer) =>
        RoutingPolicies.TryCreate(layer.Routing, out IRoutingPolicy policy)
            ? policy
            : throw new ArgumentException("the parameters were not examined", nameof(layer));

    private static Outcome Unknown(string kind, string name, string known) =>
        Outcome.NotFound($"there is no {kind} policy '{name}'", $"known: {known}");
}
