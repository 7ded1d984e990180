using Lamina.Core;
using Lamina.Ipc.Loopback;

namespace Lamina.Ipc.Local;

/// <summary>One of the two ends of a flow in the local layer.</summary>
internal sealed class LocalFlow(LocalIpcProcess process, long id, QosSpec qos) : LoopedFlow(process.Context, id, qos)
{
    public override int MaxPacketSize => LocalIpcProcess.MaxPacketSize;

    protected override void HandleOpened() => process.Add(this);

    protected override void HandleEnded() => process.Forget(this);
}
