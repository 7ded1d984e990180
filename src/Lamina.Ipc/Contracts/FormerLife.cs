using Lamina.Core;

namespace Lamina.Ipc;

/// <summary>Who a member was before its stack was restarted.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Instance">The number of its membership.</param>
public readonly record struct FormerLife(Address Address, ulong Instance)
{
    /// <summary>
    /// An instance above this one: the later life's words win over the earlier one's, which the layer still has. Null where there is no
    /// room above, once in 2^31 lives.
    /// </summary>
    public ulong? NextInstance(IRandomSource random)
    {
        ulong step = (random.NextUInt64() >> 32) + 1;
        return Instance <= ulong.MaxValue - step ? Instance + step : null;
    }
}
