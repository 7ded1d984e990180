using Lamina.Core;
using Lamina.Wire;

namespace Lamina.Ipc.Unicast.Addresses;

/// <summary>
/// Keeps a member's address over restarts of its stack, where the stack remembers anything: flows that outlive it are found at the same
/// place by their peers, whoever of the two was restarted.
/// </summary>
/// <param name="process">The name of the process.</param>
/// <param name="host">Its stack.</param>
/// <param name="predecessor">Whom the process replaces in this life of the stack; null: nobody.</param>
/// <param name="layer">The layer that this one was in.</param>
internal sealed class AddressMemory(string process, IIpcProcessHost host, FormerLife? predecessor, Name layer)
{
    /// <summary>Who this process was in a layer; null where that is not known, or is no use any more.</summary>
    public FormerLife? Recall(LayerParameters entered) =>
        (host.Memory?.Recall(process, entered.Layer) ?? (entered.Layer == layer ? predecessor : null)) is { Instance: > 0 } former
        && former.Address != Address.None && former.Address.Value <= new AddressFormat(entered.AddressSize).Mask
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
