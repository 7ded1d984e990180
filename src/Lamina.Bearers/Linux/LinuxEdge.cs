using System.Net.Sockets;
using Lamina.Bearers.Edges;

namespace Lamina.Bearers.Linux;

/// <summary>eventfd, ppoll, and UDP with segmentation offload.</summary>
public sealed class LinuxEdge : SystemEdge
{
    private LinuxEdge()
    {
    }

    /// <summary>The one instance.</summary>
    public static LinuxEdge Instance { get; } = new();

    /// <inheritdoc/>
    public override bool WaitsForDescriptors => true;

    /// <inheritdoc/>
    public override IOwnWakeUp NewWakeUp() => new EventFdWakeUp();

    /// <inheritdoc/>
    public override ISourceWait NewWait() => new DescriptorWait();

    /// <inheritdoc/>
    public override IUdpSocket Over(Socket socket) => new SegmentedUdpSocket(socket, sendBuffer: UdpPort.SendBuffer);
}
