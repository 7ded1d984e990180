using System.Net.Sockets;

namespace Lamina.Bench.Bare;

/// <summary>Two ends of a Unix socket that keeps messages.</summary>
internal static class UnixPair
{
    public static (Socket Client, Socket Server) Open()
    {
        string path = Path.Combine(Path.GetTempPath(), $"lamina-bench-{Guid.NewGuid():N}");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var client = new Socket(AddressFamily.Unix, SocketType.Seqpacket, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(path));
        Socket server = listener.Accept();
        File.Delete(path);
        return (client, server);
    }
}
