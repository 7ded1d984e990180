namespace Lamina.Protocols.Routing;

/// <summary>The routing policies by name.</summary>
public static class RoutingPolicies
{
    /// <summary>Makes the policy of a name; false where there is none.</summary>
    public static bool TryCreate(string name, out IRoutingPolicy policy)
    {
        policy = name == LinkStateRouting.PolicyName ? new LinkStateRouting() : null!;
        return policy is not null;
    }
}
