using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Lamina.Core;

namespace Lamina.Daemon.Joining;

/// <summary>Where this host is, and from where it reaches another one, as the system's routes say.</summary>
internal static class OwnPlaces
{
    /// <summary>Where others may find a port that is bound there: the address, or those of all interfaces that are up, IPv4 first.</summary>
    public static IReadOnlyList<UdpEndpoint> Of(IPEndPoint bound)
    {
        if (!bound.Address.Equals(IPAddress.Any) && !bound.Address.Equals(IPAddress.IPv6Any))
        {
            return [UdpEndpoint.From(bound)];
        }

        IPAddress[] all =
        [
            .. NetworkInterface.GetAllNetworkInterfaces()
                .Where(device => device.OperationalStatus == OperationalStatus.Up || device.NetworkInterfaceType == NetworkInterfaceType.Loopback)
                .SelectMany(device => device.GetIPProperties().UnicastAddresses)
                .Select(one => one.Address)
                .Where(address => !address.IsIPv6LinkLocal
                    && (address.AddressFamily == AddressFamily.InterNetwork || bound.AddressFamily == AddressFamily.InterNetworkV6))
                .OrderBy(address => address.AddressFamily == AddressFamily.InterNetwork ? 0 : 1),
        ];

        // Its own loopback is every other host's own, too: only where there is nothing else.
        IPAddress[] outside = [.. all.Where(address => !IPAddress.IsLoopback(address))];
        return [.. (outside.Length > 0 ? outside : all).Select(address => UdpEndpoint.From(new IPEndPoint(address, bound.Port)))];
    }

    /// <summary>The own address from which the system sends to a place; null: it knows no way.</summary>
    public static IPAddress? Towards(UdpEndpoint place)
    {
        IPEndPoint remote = place.ToIPEndPoint();
        try
        {
            // Connecting a UDP socket sends nothing: it asks the routes.
            using Socket socket = new(remote.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(remote);
            return (socket.LocalEndPoint as IPEndPoint)?.Address;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <summary>True where a port that is bound there can send to a place from an own address.</summary>
    public static bool Fits(IPEndPoint bound, UdpEndpoint place, IPAddress own) =>
        bound.Address.Equals(IPAddress.IPv6Any)
        || (bound.Address.Equals(IPAddress.Any) && place.IsIPv4)
        || bound.Address.Equals(own);
}
