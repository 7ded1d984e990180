using System.Net;
using Lamina.Core;

namespace Lamina.Node.Ports;

/// <summary>Opens datagram ports of one technology: what an IPC process of kind udp stands on.</summary>
public interface IPortFactory
{
    /// <summary>Opens a port. Inside the stack's domain.</summary>
    /// <param name="local">Where: an address and a port number; what they mean belongs to the technology. Number 0: any.</param>
    /// <param name="host">The stack that it opens in.</param>
    /// <exception cref="System.Net.Sockets.SocketException">There is no such place, or it is taken.</exception>
    IDatagramPort Open(IPEndPoint local, IPortHost host);
}
