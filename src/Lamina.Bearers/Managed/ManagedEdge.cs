using System.Net.Sockets;
using Lamina.Bearers.Edges;

namespace Lamina.Bearers.Managed;

/// <summary>What every system has where .NET runs: System.Net.Sockets, and no call of the system's own.</summary>
public sealed class ManagedEdge : SystemEdge
{
    private ManagedEdge()
    {
    }

    /// <summary>The one instance.</summary>
    public static ManagedEdge Instance { get; } = new();

    /// <inheritdoc/>
    public override bool WaitsForDescriptors => false;

    /// <inheritdoc/>
    public override IOwnWakeUp NewWakeUp() => new LoopbackWakeUp();

    /// <inheritdoc/>
    public override ISourceWait NewWait() => new SocketWait();

    /// <inheritdoc/>
    public override IUdpSocket Over(Socket socket) => new ManagedUdpSocket(socket);
}
