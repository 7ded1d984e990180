using System.Net;
using Lamina.Bearers.Linux;
using Lamina.Cli.Doctor.Facts;
using Lamina.Core;

namespace Lamina.Cli.Tests.Doctor;

public sealed class SocketFactsTests
{
    /// <summary>The program may not look into bearers, so both say the figures; and the system says twice what it gives.</summary>
    [Fact]
    public void The_doctor_asks_for_the_room_that_udp_layers_ask_for()
    {
        using var port = new UdpPort(new IPEndPoint(IPAddress.Loopback, 0), new PacketPool(), LinuxEdge.Instance);
        Assert.Equal(2 * SocketFacts.AskedToSend, port.Socket.SendBufferSize);
        int most = 2 * SocketFacts.AskedToReceive;
        Assert.InRange(port.Socket.ReceiveBufferSize, Environment.IsPrivilegedProcess ? most : 1, most);
    }
}
