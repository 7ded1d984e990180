using System.Net;
using System.Net.Sockets;
using Lamina.Cli.Tests.Programs;
using Lamina.Core;
using Lamina.Daemon.Client;
using Lamina.Daemon.Control;

namespace Lamina.Cli.Tests.Control;

/// <summary>Who destroys an IPC process may give its port to another at once.</summary>
public sealed class FreedPortTests
{
    private const int Rounds = 50;

    [Fact]
    public async Task The_port_of_a_destroyed_process_is_free_when_the_command_ends()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        await using RealDaemon daemon = await RealDaemon.StartAsync();
        using ControlClient client = new(daemon.ControlSocket);
        int port = FreePort();
        for (int round = 0; round < Rounds; round++)
        {
            BootstrapRequest request = new("ip", "udp", Udp: new UdpSettings("127.0.0.1", port));
            Assert.Equal(Outcome.Ok, await client.BootstrapAsync("u", request, cancel));
            Assert.Equal(Outcome.Ok, await client.DestroyAsync("u", cancel));
            if (round % 2 == 0)
            {
                using UdpClient other = new(new IPEndPoint(IPAddress.Loopback, port));
            }
        }
    }

    private static int FreePort()
    {
        using UdpClient probe = new(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.Client.LocalEndPoint!).Port;
    }
}
