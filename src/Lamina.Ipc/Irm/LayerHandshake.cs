using Lamina.Security.Handshake;

namespace Lamina.Ipc.Irm;

/// <summary>What a layer asks of peers that want a flow, or offer one.</summary>
internal static class LayerHandshake
{
    /// <summary>
    /// The policy of a layer. A local layer is exempt: both ends are in this stack. Another one that is not declared
    /// insecure has no suite to begin with, and lets nobody in.
    /// </summary>
    public static HandshakePolicy PolicyOf(IpcProcess process) =>
        process.IsInsecure || process.Kind == IpcProcessKind.Local ? HandshakePolicy.Insecure : HandshakePolicy.DenyAll;
}
