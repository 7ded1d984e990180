using Lamina.Conformance.Policies;
using Lamina.Ipc.Unicast.Policies;

namespace Lamina.Ipc.Tests.Conformance;

public sealed class BuiltInRoutingPolicyTests : RoutingPolicySuite
{
    protected override PolicyCatalogue Catalogue => PolicyCatalogue.WithBuiltIns();
}
