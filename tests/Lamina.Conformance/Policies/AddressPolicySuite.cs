using Lamina.Core;
using Lamina.Ipc.Unicast.Addresses;

namespace Lamina.Conformance.Policies;

/// <summary>What every address policy owes: addresses that the wire carries, and another one where one was taken.</summary>
public abstract class AddressPolicySuite : PolicySuite
{
    [Fact]
    public void Its_name_is_the_one_that_it_is_registered_by() =>
        ForEach(Catalogue.Addresses, (name, policy) => Assert.Equal(name, policy.Name));

    [Fact]
    public void Addresses_fit_the_wire_and_name_somebody() => OnFormats((policy, format) =>
        Assert.All(Draw(policy, format, 1, 1000), address => Assert.InRange(address.Value, 1UL, format.Mask)));

    [Fact]
    public void Who_asks_again_gets_another_one_soon() => OnFormats((policy, format) =>
    {
        int expected = format.Size == 1 ? 100 : 900;
        Assert.InRange(Draw(policy, format, 1, 1000).Distinct().Count(), expected, 1000);
    });

    [Fact]
    public void The_same_randomness_gives_the_same_addresses() => OnFormats((policy, format) =>
        Assert.Equal(Draw(policy, format, 7, 20), Draw(policy, format, 7, 20)));

    private static Address[] Draw(IAddressPolicy policy, AddressFormat format, ulong seed, int count)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => policy.Choose(format, random))];
    }

    private void OnFormats(Action<IAddressPolicy, AddressFormat> fact) => ForEach(Catalogue.Addresses, (_, policy) =>
    {
        for (int size = 1; size <= 8; size++)
        {
            fact(policy, new AddressFormat(size));
        }
    });
}
