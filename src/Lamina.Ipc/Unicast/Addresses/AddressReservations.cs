using Lamina.Core;

namespace Lamina.Ipc.Unicast.Addresses;

/// <summary>
/// Addresses that this member has just given away: their owners are not in the link state yet, and nobody else may get
/// them until they are, or are known to have failed.
/// </summary>
public sealed class AddressReservations
{
    private static readonly Duration Lifetime = Duration.FromSeconds(60);

    private readonly Dictionary<Address, Instant> _until = [];

    /// <summary>Reserves an address.</summary>
    /// <returns>False when it is reserved already.</returns>
    public bool TryReserve(Address address, Instant now)
    {
        foreach ((Address old, Instant until) in _until)
        {
            if (until <= now)
            {
                _until.Remove(old);
            }
        }

        return _until.TryAdd(address, now + Lifetime);
    }
}
