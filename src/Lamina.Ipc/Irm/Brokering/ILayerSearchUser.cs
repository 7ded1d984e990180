using Lamina.Core;
using Lamina.Security.Handshake;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>Hears what the layers gave; one of the two, once.</summary>
internal interface ILayerSearchUser
{
    /// <summary>A layer gives the flow; the peer's identity is proved as far as the layer asks for it.</summary>
    void HandleLayerFlow(IpcProcess process, LowerFlow flow, in HandshakeResult result, ReadOnlySpan<byte> data, Instant now);

    /// <summary>None does; the reason is the first that said more than "unknown".</summary>
    void HandleNoLayer(CloseReason reason, Instant now);
}
