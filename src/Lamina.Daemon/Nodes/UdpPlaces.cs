using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Ipc.Udp;
using Lamina.Node.Management;

namespace Lamina.Daemon.Nodes;

/// <summary>Reads where things are in a udp layer: addresses, HOST[:PORT], NAME=HOST[:PORT], hosts files.</summary>
internal static class UdpPlaces
{
    /// <summary>The port of a udp layer where none is given.</summary>
    public const int DefaultPort = 3435;

    private const int MaxHostsFile = 4 << 20;

    public static async ValueTask<Answer<UdpParameters>> ReadAsync(
        BootstrapRequest request, Control.UdpSettings settings, CancellationToken cancel)
    {
        if (!IPAddress.TryParse(settings.Ip, out IPAddress? ip))
        {
            return Outcome.Usage($"'{settings.Ip}' is no IP address of this host", "--ip 192.0.2.1");
        }

        if (settings.Port is < 0 or > 65535)
        {
            return Outcome.Usage($"port is {settings.Port}: it must be from 0 to 65535");
        }

        List<IPEndPoint> peers = [];
        foreach (string peer in settings.Peers ?? [])
        {
            Answer<IPEndPoint> place = await ResolveAsync(peer, ip.AddressFamily, cancel);
            if (!place.IsOk)
            {
                return place.Outcome;
            }

            peers.Add(place.Value);
        }

        Dictionary<Name, IPEndPoint> map = [];
        foreach (string line in settings.Maps ?? [])
        {
            // A host has no '=', a name may.
            int split = line.LastIndexOf('=');
            if (split < 0 || !Name.TryParse(line[..split], out Name name))
            {
                return Outcome.Usage($"'{line}' does not say where a name is", "--map NAME=HOST[:PORT]");
            }

            Answer<IPEndPoint> place = await ResolveAsync(line[(split + 1)..], ip.AddressFamily, cancel);
            if (!place.IsOk)
            {
                return place.Outcome;
            }

            map[name] = place.Value;
        }

        int port = settings.Port ?? DefaultPort;
        Answer<IReadOnlyList<HostEntry>> hosts = await ReadHostsAsync(settings.Hosts, port, cancel);
        return !hosts.IsOk
            ? hosts.Outcome
            : new UdpParameters(request.Layer, new IPEndPoint(ip, port))
            {
                Peers = peers,
                Map = map,
                Hosts = hosts.Value,
                IsInsecure = request.Insecure,
            };
    }

    /// <summary>HOST, HOST:PORT, [IPv6]:PORT; a host name is looked up in the local address's family.</summary>
    private static async ValueTask<Answer<IPEndPoint>> ResolveAsync(string text, AddressFamily family, CancellationToken cancel)
    {
        if (IPAddress.TryParse(text, out IPAddress? bare) && !text.StartsWith('['))
        {
            return new IPEndPoint(bare, DefaultPort);
        }

        if (IPEndPoint.TryParse(text, out IPEndPoint? literal))
        {
            return literal;
        }

        int colon = text.LastIndexOf(':');
        string host = colon < 0 ? text : text[..colon];
        int port = DefaultPort;
        if (host.Length == 0
            || (colon >= 0 && !(int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535)))
        {
            return Outcome.Usage($"'{text}' is not HOST[:PORT]");
        }

        try
        {
            IPAddress[] found = await Dns.GetHostAddressesAsync(host, family, cancel);
            return found.Length > 0 ? new IPEndPoint(found[0], port) : Outcome.NotFound($"host '{host}' has no address");
        }
        catch (SocketException unknown)
        {
            return Outcome.NotFound($"host '{host}' has no address: {unknown.Message}");
        }
    }

    private static async ValueTask<Answer<IReadOnlyList<HostEntry>>> ReadHostsAsync(string? path, int port, CancellationToken cancel)
    {
        if (path is null)
        {
            return Array.Empty<HostEntry>();
        }

        try
        {
            if (new FileInfo(path).Length > MaxHostsFile)
            {
                return Outcome.Usage($"{path} is larger than {MaxHostsFile} bytes");
            }

            // A port that the system chose is nobody else's: the others are at the default one.
            ushort theirs = (ushort)(port == 0 ? DefaultPort : port);
            return new Answer<IReadOnlyList<HostEntry>>(
                Outcome.Ok, HostsFile.Parse(await File.ReadAllTextAsync(path, cancel), theirs));
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Outcome.Usage($"{path} cannot be read: {unreadable.Message}");
        }
    }
}
