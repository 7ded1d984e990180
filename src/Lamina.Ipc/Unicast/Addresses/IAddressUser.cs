using Lamina.Core;

namespace Lamina.Ipc.Unicast.Addresses;

/// <summary>Who owns an address, and can lose it.</summary>
internal interface IAddressUser
{
    /// <summary>The address belongs to another member: take a new one.</summary>
    void ChangeAddress(Instant now);
}
