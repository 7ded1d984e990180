using System.Net.Sockets;
using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;

namespace Lamina.Bearers.Tests.Linux;

/// <summary>Linux, but for the socket: what is sent is written down.</summary>
internal sealed class RecordingEdge : SystemEdge
{
    /// <summary>The socket of the port that was opened last.</summary>
    public RecordingSocket Socket { get; private set; } = null!;

    public override bool WaitsForDescriptors => true;

    public override IOwnWakeUp NewWakeUp() => LinuxEdge.Instance.NewWakeUp();

    public override ISourceWait NewWait() => LinuxEdge.Instance.NewWait();

    public override IUdpSocket Over(Socket socket) => Socket = new RecordingSocket(socket);
}
