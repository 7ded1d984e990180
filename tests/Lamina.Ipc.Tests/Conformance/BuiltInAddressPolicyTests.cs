using Lamina.Conformance.Policies;
using Lamina.Ipc.Unicast.Policies;

namespace Lamina.Ipc.Tests.Conformance;

public sealed class BuiltInAddressPolicyTests : AddressPolicySuite
{
    protected override PolicyCatalogue Catalogue => PolicyCatalogue.WithBuiltIns();
}
