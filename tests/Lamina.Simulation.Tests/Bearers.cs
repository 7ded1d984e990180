using Lamina.Core;
using Lamina.Ipc.Udp;

namespace Lamina.Simulation.Tests;

/// <summary>Gives simulated hosts their bearers.</summary>
internal static class Bearers
{
    public static void AddUdp(SimulatedHost host, IDatagramPort port, params UdpEndpoint[] peers)
    {
        var settings = new UdpSettings { Layer = "udp", IsInsecure = true, Peers = peers };
        Assert.Equal(Outcome.Ok, host.Irm.Add(new UdpIpcProcess("udp", settings, port, host.Irm)));
    }
}
