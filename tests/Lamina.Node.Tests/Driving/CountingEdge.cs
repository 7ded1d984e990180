using System.Net.Sockets;
using Lamina.Bearers.Edges;

namespace Lamina.Node.Tests.Driving;

/// <summary>The system, whose waits are counted.</summary>
internal sealed class CountingEdge : SystemEdge
{
    /// <summary>The wait of the driver.</summary>
    public CountedWait Wait { get; private set; } = null!;

    public override bool WaitsForDescriptors => Present.WaitsForDescriptors;

    public override IOwnWakeUp NewWakeUp() => Present.NewWakeUp();

    public override ISourceWait NewWait() => Wait = new CountedWait(Present.NewWait());

    public override IUdpSocket Over(Socket socket) => Present.Over(socket);
}
