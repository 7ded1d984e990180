using System.Net;
using System.Net.Sockets;
using Lamina.Core;
using Lamina.Node.Capture;
using Lamina.Node.Driving;
using Lamina.Node.Ports;

namespace Lamina.Node;

/// <summary>The datagram ports of one stack: opened here, polled by its loop, gone when their IPC process closes them.</summary>
internal sealed class StackPorts(DomainDriver driver, PortCatalogue catalogue)
{
    private readonly List<(WatchedPort Host, string Technology, IDatagramPort Port)> _ports = [];

    /// <summary>The driver of the domain that the ports belong to.</summary>
    public DomainDriver Driver => driver;

    /// <summary>Who looks at what passes them.</summary>
    public PortCaptures Captures { get; } = new();

    /// <summary>The open ports, each with the name of its technology.</summary>
    public IEnumerable<(string Technology, IDatagramPort Port)> All => _ports.Select(open => (open.Technology, open.Port));

    /// <summary>Says whether there is such a technology.</summary>
    public Outcome Examine(string technology) => catalogue.Find(technology) is not null
        ? Outcome.Ok
        : Outcome.NotFound($"this stack opens no ports on '{technology}'", $"known: {string.Join(", ", catalogue.Names)}");

    /// <summary>Opens a port on a known technology. Inside the domain.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">There is no such place, or it is taken.</exception>
    public IDatagramPort Open(string technology, IPEndPoint local)
    {
        TappedPort? tapped = null;
        var host = new WatchedPort(driver, released =>
        {
            _ports.RemoveAll(open => open.Host == released);
            Captures.Remove(tapped!);
        });
        IDatagramPort port = catalogue.Find(technology)!.Open(local, host);
        _ports.Add((host, technology, port));
        Captures.Add(tapped = new TappedPort(port, technology));
        return tapped;
    }

    /// <summary>Opens a UDP port that the system chooses, at any address.</summary>
    public IDatagramPort OpenAny(AddressFamily family) =>
        Open(UdpPorts.Name, new IPEndPoint(family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0));

    public void CloseAll()
    {
        Captures.StopAll();
        foreach ((_, _, IDatagramPort port) in _ports.ToArray())
        {
            port.Close();
        }
    }
}
