using CustomPolicies;
using Lamina.Conformance.Policies;
using Lamina.Ipc.Unicast.Policies;

namespace Lamina.Samples.Tests;

public sealed class FewestHopsTests : RoutingPolicySuite
{
    protected override PolicyCatalogue Catalogue => Extensions.Policies();

    protected override bool IsCheapest(string policy) => policy != FewestHops.PolicyName;
}
