using Lamina.Security.Handshake;

namespace Lamina.Ipc.Irm.Brokering;

/// <summary>What a layer asks of the two ends of a flow that it gives.</summary>
internal static class LayerHandshake
{
    /// <summary>
    /// The policy of a layer for one flow.
    /// <para>
    /// A local layer is exempt: both ends are in this stack. A bearer has no authority that could prove anything, so
    /// flows between IPC processes pass, and their own layer admits or refuses them (enrolment); programs on a bare bearer
    /// must have been allowed by <c>--insecure</c>. In a layer with credentials both ends prove that they are members. Another layer
    /// that is not declared insecure has no suite to begin with, and lets nobody in.
    /// </para>
    /// </summary>
    /// <param name="process">The member that gives the flow.</param>
    /// <param name="forProgram">True where a program, not an IPC process, stands on this end of the flow.</param>
    public static HandshakePolicy PolicyOf(IpcProcess process, bool forProgram) => process.Kind switch
    {
        _ when process.Security is { } security => security.Policy,
        _ when process.IsInsecure => HandshakePolicy.Insecure,
        IpcProcessKind.Local => HandshakePolicy.Insecure,
        IpcProcessKind.Udp when !forProgram => HandshakePolicy.Insecure,
        _ => HandshakePolicy.DenyAll,
    };
}
