using Lamina.Core;

namespace Lamina.Node.Attach;

/// <summary>An allocation under way for an attached process.</summary>
internal sealed class SessionAllocation(AttachSession session, uint request) : IAllocationSink
{
    /// <summary>Whose it is.</summary>
    public AttachSession Session => session;

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now) =>
        session.CompleteAllocation(request, flow, data, now);

    public void HandleRefused(CloseReason reason, Instant now) => session.CompleteRefusal(request, reason, now);
}
