using Lamina.Core;

namespace Lamina.Ipc.Unicast.Addresses;

/// <summary>Any address but 0, by chance (policy <c>random</c>).</summary>
public sealed class RandomAddresses : IAddressPolicy
{
    /// <summary>The policy's name.</summary>
    public const string PolicyName = "random";

    /// <inheritdoc/>
    public string Name => PolicyName;

    /// <inheritdoc/>
    public Address Choose(AddressFormat format, IRandomSource random)
    {
        ulong value;
        do
        {
            value = random.NextUInt64() & format.Mask;
        }
        while (value == 0);

        return new Address(value);
    }
}
