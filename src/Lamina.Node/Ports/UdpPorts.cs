using System.Net;
using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Node.Ports;

/// <summary>Ports on UDP sockets.</summary>
public sealed class UdpPorts : IPortFactory
{
    /// <summary>Their name in a catalogue.</summary>
    public const string Name = "udp";

    /// <inheritdoc/>
    public IDatagramPort Open(IPEndPoint local, IPortHost host)
    {
        var port = new UdpPort(local, host.Context.Pool, host.Edge)
        {
            InterestChanged = port => HandleInterest(port, host),
            Domain = host.Context,
        };
        host.Watch(port);
        return port;
    }

    private static void HandleInterest(UdpPort port, IPortHost host)
    {
        if (port.IsClosed)
        {
            host.Release();
        }
        else
        {
            host.ReconsiderInterest();
        }
    }
}
