namespace Lamina.Core;

/// <summary>Hears how an allocation ended; exactly one of the two, once.</summary>
public interface IAllocationSink
{
    /// <summary>The flow exists and carries packets; the callee sets its user before it returns.</summary>
    /// <param name="flow">The flow.</param>
    /// <param name="data">The acceptor's piggybacked data, lent.</param>
    /// <param name="now">The present.</param>
    void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now);

    /// <summary>There will be no flow.</summary>
    void HandleRefused(CloseReason reason, Instant now);
}
