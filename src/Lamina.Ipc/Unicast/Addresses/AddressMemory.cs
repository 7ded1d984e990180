using Lamina.Core;
using Lamina.Wire;

namespace Lamina.Ipc.Unicast.Addresses;

/// <summary>
/// Keeps a member's address over restarts of its stack, where the stack remembers anything: flows that outlive it are found at the same
/// place by their peers, whoever of the two was restarted.
/// </summary>
internal sealed class AddressMemory(string process, IIpcProcessHost host)
{
    /// <summary>Who this process was in a layer; null where that is not known, or is no use any more.</summary>
    public FormerLife? Recall(LayerParameters layer) =>
        host.Memory?.Recall(process, layer.Layer) is { Instance: > 0 } former
        && former.Address != Address.None && former.Address.Value <= new AddressFormat(layer.AddressSize).Mask
            ? former
            : null;

    /// <summary>A new life: its instance is above that of the former one with the same address, whose words may still go round.</summary>
    public Membership Begin(Membership membership)
    {
        ulong? next = Recall(membership.Parameters) is { } former && former.Address == membership.Address
            ? former.NextInstance(host.Context.Random)
            : null;
        ulong instance = next ?? (host.Context.Random.NextUInt64() | 1);
        host.Memory?.Remember(process, membership.Parameters.Layer, new FormerLife(membership.Address, instance));
        return membership with { Instance = instance };
    }
}
