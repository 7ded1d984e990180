using Lamina.Core;
using Lamina.Protocols.Routing;
using Lamina.Wire;

namespace Lamina.Ipc.Unicast.Addresses;

/// <summary>Chooses an address that nobody known has.</summary>
internal static class FreeAddress
{
    // A layer that is full to three quarters gives a free address with a chance of 1 - 10^-8.
    private const int MaxAttempts = 64;

    /// <summary>An address by the layer's policy; the last one tried where all are taken, which the other owner will tell.</summary>
    public static Address Choose(IAddressPolicy policy, LayerParameters layer, LinkStateDatabase known, Address lost, IRandomSource random)
    {
        var format = new AddressFormat(layer.AddressSize);
        Address address = policy.Choose(format, random);
        for (int attempt = 1; attempt < MaxAttempts && (address == lost || known.TryGet(address, out _)); attempt++)
        {
            address = policy.Choose(format, random);
        }

        return address;
    }
}
