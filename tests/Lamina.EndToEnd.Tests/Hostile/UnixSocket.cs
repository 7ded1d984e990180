using System.Net.Sockets;

namespace Lamina.EndToEnd.Tests.Hostile;

/// <summary>A plain connection to one of the daemon's sockets.</summary>
internal static class UnixSocket
{
    public static Socket Connect(string path, SocketType type)
    {
        var socket = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return socket;
    }
}
