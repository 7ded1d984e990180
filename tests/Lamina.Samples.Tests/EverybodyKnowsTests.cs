using CustomPolicies;
using Lamina.Conformance.Policies;
using Lamina.Ipc.Unicast.Policies;

namespace Lamina.Samples.Tests;

public sealed class EverybodyKnowsTests : DirectoryPolicySuite
{
    protected override PolicyCatalogue Catalogue => Extensions.Policies();
}
