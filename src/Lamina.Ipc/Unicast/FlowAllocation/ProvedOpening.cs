using Lamina.Core;
using Lamina.Ipc.Unicast.Directory.Proofs;

namespace Lamina.Ipc.Unicast.FlowAllocation;

/// <summary>What is said to each member that is asked for a flow, made for the key that it is proved to have; and what it must answer.</summary>
internal sealed class ProvedOpening(IFlowOpener opener, ServerProofs proofs, NameHash name)
{
    /// <summary>The request with what to say to this member; null: nothing can be said to it.</summary>
    public AllocationRequest? For(Address member, in AllocationRequest request, Instant now) =>
        opener.Open(proofs.KeysOf(name, member), now) is { } data ? request with { Data = data } : null;

    /// <inheritdoc cref="IFlowOpener.Conclude"/>
    public CloseReason Conclude(ReadOnlySpan<byte> answer) => opener.Conclude(answer);
}
