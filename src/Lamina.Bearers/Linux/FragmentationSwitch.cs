using System.Net.Sockets;

namespace Lamina.Bearers.Linux;

/// <summary>
/// Says whether IP may cut a socket's datagrams. A socket of IPv6 sends to IPv4 too, with that family's own option. On Linux the system
/// believes in neither state what routers say about a path's size. Where a system has no such option IP may always cut.
/// </summary>
internal sealed class FragmentationSwitch
{
    private readonly Socket _socket;
    private readonly byte[] _off;
    private readonly byte[] _on;
    private readonly int _option;
    private readonly int _option6;

    public FragmentationSwitch(Socket socket)
    {
        _socket = socket;
        (_option, _option6, int off, int on) = OperatingSystem.IsLinux()
            ? (LibC.IpMtuDiscover, LibC.IpV6MtuDiscover, LibC.PathMtuDiscoveryOff, LibC.PathMtuDiscoveryProbe)
            : OperatingSystem.IsWindows() ? (14, 14, 0, 1) // IP_DONTFRAGMENT, IPV6_DONTFRAG
            : (28, 62, 0, 1); // IP_DONTFRAG, IPV6_DONTFRAG (macOS)
        (_off, _on) = (BitConverter.GetBytes(off), BitConverter.GetBytes(on));
    }

    /// <summary>Datagrams longer than the interface takes, or a router's next one (IPv4), go as fragments.</summary>
    public void Allow() => Set(_off);

    /// <summary>They do not go.</summary>
    public void Forbid() => Set(_on);

    private void Set(byte[] value)
    {
        try
        {
            _socket.SetRawSocketOption(LibC.SolIp, _option, value);
            if (_socket.AddressFamily == AddressFamily.InterNetworkV6)
            {
                _socket.SetRawSocketOption(LibC.SolIpV6, _option6, value);
            }
        }
        catch (SocketException) when (!OperatingSystem.IsLinux())
        {
            // An older system: then a path looks larger than it is, and IP cuts.
        }
    }
}
