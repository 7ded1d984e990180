using Lamina.Ipc.Unicast.Revocations;
using Lamina.Protocols.Routing;

namespace Lamina.Ipc.Unicast.Routing;

/// <summary>A message of link state routing, read.</summary>
/// <param name="States">Link states; may be none.</param>
/// <param name="Summaries">What the sender knows; may be none.</param>
/// <param name="Sync">Not 0: the sender wants this number back once there is a way to it.</param>
/// <param name="Synced">Not 0: the number that this side sent; there is a way to it.</param>
internal sealed record LinkStateMessage(List<LinkState> States, List<LinkStateSummary> Summaries, ulong Sync, ulong Synced)
{
    /// <summary>What of it concerns revocations; null: nothing.</summary>
    public RevocationNews? Revocations { get; init; }
}
