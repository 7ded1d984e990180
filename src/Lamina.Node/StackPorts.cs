using System.Net;
using System.Net.Sockets;
using Lamina.Bearers.Linux;
using Lamina.Core;
using Lamina.Node.Driving;

namespace Lamina.Node;

/// <summary>The UDP ports of one stack: bound here, polled by its loop, gone when their IPC process closes them.</summary>
internal sealed class StackPorts(DomainDriver driver, PacketPool pool)
{
    private readonly List<UdpPort> _ports = [];

    /// <summary>The driver of the domain that the ports belong to.</summary>
    public DomainDriver Driver => driver;

    /// <summary>What each port did and dropped.</summary>
    public IReadOnlyList<UdpPort> All => _ports;

    /// <summary>Binds a port. Inside the domain.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The address is not ours, or taken.</exception>
    public UdpPort Bind(IPEndPoint local)
    {
        var port = new UdpPort(local, pool) { InterestChanged = HandleInterest };
        _ports.Add(port);
        driver.Add((IPollSource)port);
        return port;
    }

    /// <summary>Binds a port that the system chooses, at any address.</summary>
    public UdpPort BindAny(AddressFamily family) =>
        Bind(new IPEndPoint(family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0));

    public void CloseAll()
    {
        foreach (UdpPort port in _ports.ToArray())
        {
            port.Close();
        }
    }

    private void HandleInterest(UdpPort port)
    {
        driver.ReconsiderInterests();
        if (port.IsClosed)
        {
            driver.Remove((IPollSource)port);
            _ports.Remove(port);
        }
    }
}
