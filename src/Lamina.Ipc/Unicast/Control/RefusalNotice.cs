using Lamina.Core;

namespace Lamina.Ipc.Unicast.Control;

/// <summary>Refuses an allocation through the run queue: never inside the call that asked.</summary>
internal sealed class RefusalNotice(IAllocationSink sink, CloseReason reason) : IDeferred
{
    /// <inheritdoc/>
    public void RunDeferred(int code, in Train train, Instant now) => sink.HandleRefused(reason, now);
}
