using Lamina.Core;

namespace Lamina.Node.Attach;

/// <summary>Stands in for a program that does not want its flow any more: closes what comes.</summary>
internal sealed class WithdrawnAllocation : IAllocationSink
{
    private WithdrawnAllocation()
    {
    }

    public static WithdrawnAllocation Instance { get; } = new();

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now) => flow.Close(CloseReason.Normal, now);

    public void HandleRefused(CloseReason reason, Instant now)
    {
    }
}
