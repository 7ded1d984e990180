using Lamina.Core;

namespace Lamina.Ipc.Unicast.Addresses;

/// <summary>How a member gets its address.</summary>
public interface IAddressPolicy
{
    /// <summary>Its name, as a layer's parameters carry it.</summary>
    string Name { get; }

    /// <summary>An address to try; the layer says whether it is free.</summary>
    Address Choose(AddressFormat format, IRandomSource random);
}
