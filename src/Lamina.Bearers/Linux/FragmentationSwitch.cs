using System.Net.Sockets;

namespace Lamina.Bearers.Linux;

/// <summary>
/// Says whether IP may cut a socket's datagrams. A socket of IPv6 sends to IPv4 too, with that family's own option. In neither
/// state does the system believe what routers say about a path's size.
/// </summary>
internal sealed class FragmentationSwitch(Socket socket)
{
    private static readonly byte[] Off = BitConverter.GetBytes(LibC.PathMtuDiscoveryOff);
    private static readonly byte[] Probe = BitConverter.GetBytes(LibC.PathMtuDiscoveryProbe);

    /// <summary>Datagrams longer than the interface takes, or a router's next one (IPv4), go as fragments.</summary>
    public void Allow() => Set(Off);

    /// <summary>They do not go.</summary>
    public void Forbid() => Set(Probe);

    private void Set(byte[] value)
    {
        socket.SetRawSocketOption(LibC.SolIp, LibC.IpMtuDiscover, value);
        if (socket.AddressFamily == AddressFamily.InterNetworkV6)
        {
            socket.SetRawSocketOption(LibC.SolIpV6, LibC.IpV6MtuDiscover, value);
        }
    }
}
