using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lamina.Core;
using Lamina.Daemon.Control;
using Lamina.Ipc.Udp;
using Lamina.Ipc.Udp.Impairment;
using Lamina.Node.Management;

namespace Lamina.Daemon.Nodes;

/// <summary>Reads where things are in a udp layer: addresses, HOST[:PORT], NAME=HOST[:PORT], hosts files, servers.</summary>
internal static class UdpPlaces
{
    private const int DnsPort = 53;

    public static async ValueTask<Answer<UdpParameters>> ReadAsync(
        BootstrapRequest request, Control.UdpSettings settings, CancellationToken cancel)
    {
        if (!IPAddress.TryParse(settings.Ip, out IPAddress? ip))
        {
            return Outcome.Usage($"'{settings.Ip}' is no IP address of this host", "--ip 192.0.2.1, --ip 2001:db8::1; --ip :: for all of both families");
        }

        if (settings.Port is < 0 or > 65535)
        {
            return Outcome.Usage($"port is {settings.Port}: it must be from 0 to 65535");
        }

        List<UdpPlace> peers = [];
        foreach (string peer in settings.Peers ?? [])
        {
            Answer<UdpPlace> place = await ResolveAsync(peer, ip, cancel);
            if (!place.IsOk)
            {
                return place.Outcome;
            }

            peers.Add(place.Value);
        }

        Dictionary<Name, UdpPlace> map = [];
        foreach (string line in settings.Maps ?? [])
        {
            if (!TryReadMap(line, out Name name, out string where))
            {
                return NoMap(line);
            }

            Answer<UdpPlace> place = await ResolveAsync(where, ip, cancel);
            if (!place.IsOk)
            {
                return place.Outcome;
            }

            map[name] = place.Value;
        }

        IPEndPoint? dns = null;
        if (settings.Dns is { } server && !TryReadEndPoint(server, DnsPort, out dns))
        {
            return Outcome.Usage($"'{server}' is no address of a DNS server", "--dns 192.0.2.53, --dns [2001:db8::53]:5353");
        }

        PortImpairment? impairment = null;
        if (settings.Impair is { } text && ImpairmentText.Parse(text, out impairment) is { IsOk: false } mistakes)
        {
            return mistakes;
        }

        ulong capacity = 0;
        if (settings.Capacity is { } rate && Rates.Read(rate, out capacity) is { IsOk: false } noRate)
        {
            return noRate;
        }

        int port = settings.Port ?? UdpParameters.DefaultPort;
        Outcome hosts = await CheckHostsAsync(settings.Hosts, cancel);
        return !hosts.IsOk
            ? hosts
            : new UdpParameters(request.Layer, new IPEndPoint(ip, port))
            {
                Peers = peers,
                Map = map,
                HostsFile = settings.Hosts,
                DnsServer = dns,
                Impairment = impairment,
                Capacity = capacity,
                // A port that the system chose is nobody else's: the others are at the default one.
                MemberPort = (ushort)(port == 0 ? UdpParameters.DefaultPort : port),
                IsInsecure = request.Insecure,
            };
    }

    /// <summary>Says whether a text can mean a place, without looking anything up.</summary>
    public static Outcome ExaminePlace(string text, IPAddress local) => Read(text, local, out _, out _);

    /// <summary>Says whether a text can mean a name and its place, without looking anything up.</summary>
    public static Outcome ExamineMap(string line, IPAddress local) =>
        TryReadMap(line, out _, out string place) ? ExaminePlace(place, local) : NoMap(line);

    /// <summary>Says whether a text can mean a DNS server.</summary>
    public static Outcome ExamineDns(string text) =>
        TryReadEndPoint(text, DnsPort, out _) ? Outcome.Ok : Outcome.Usage($"'{text}' is no address of a DNS server");

    /// <summary>A host name is looked up in the families that the local address speaks.</summary>
    private static async ValueTask<Answer<UdpPlace>> ResolveAsync(string text, IPAddress local, CancellationToken cancel)
    {
        Outcome outcome = Read(text, local, out IPEndPoint place, out string? host);
        if (!outcome.IsOk)
        {
            return outcome;
        }

        if (host is null)
        {
            return new UdpPlace(place);
        }

        AddressFamily family = local.AddressFamily == AddressFamily.InterNetwork ? AddressFamily.InterNetwork : AddressFamily.Unspecified;
        try
        {
            IPAddress[] found = await Dns.GetHostAddressesAsync(host, family, cancel);
            return found.Length > 0 ? new UdpPlace(new IPEndPoint(found[0], place.Port), host) : Outcome.NotFound($"host '{host}' has no address");
        }
        catch (SocketException unknown)
        {
            return Outcome.NotFound($"host '{host}' has no address: {unknown.Message}");
        }
    }

    /// <summary>HOST, HOST:PORT, [IPv6]:PORT. With a host there is only the port in the place.</summary>
    private static Outcome Read(string text, IPAddress local, out IPEndPoint place, out string? host)
    {
        host = null;
        if (TryReadEndPoint(text, UdpParameters.DefaultPort, out IPEndPoint? literal))
        {
            place = literal;
            if (literal.Address.IsIPv6LinkLocal && literal.Address.ScopeId == 0 && local.IsIPv6LinkLocal)
            {
                // On the link of the local address: there is no other that it could be reached by.
                literal.Address.ScopeId = local.ScopeId;
            }

            bool isSpoken = local.AddressFamily == AddressFamily.InterNetworkV6 || literal.AddressFamily == AddressFamily.InterNetwork;
            return isSpoken
                ? Outcome.Ok
                : Outcome.Usage($"'{text}' is an IPv6 address, and nothing at {local} can send to it", "--ip :: speaks both");
        }

        int colon = text.LastIndexOf(':');
        host = colon < 0 ? text : text[..colon];
        int port = UdpParameters.DefaultPort;
        bool isWrong = host.Length == 0 || host.Contains(':', StringComparison.Ordinal)
            || (colon >= 0 && !TryReadPort(text[(colon + 1)..], out port));
        place = new IPEndPoint(IPAddress.None, isWrong ? 0 : port);
        return isWrong
            ? Outcome.Usage($"'{text}' is not HOST[:PORT]", "an IPv6 address with a port is [2001:db8::1]:3435")
            : Outcome.Ok;
    }

    // A host has no '=', a name may.
    private static bool TryReadMap(string line, out Name name, out string place)
    {
        int split = line.LastIndexOf('=');
        name = default;
        place = line[(split + 1)..];
        return split >= 0 && Name.TryParse(line[..split], out name);
    }

    private static Outcome NoMap(string line) =>
        Outcome.Usage($"'{line}' does not say where a name is", "--map NAME=HOST[:PORT]");

    /// <summary>ADDR, ADDR:PORT, [IPv6], [IPv6]:PORT.</summary>
    private static bool TryReadEndPoint(string text, int defaultPort, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IPEndPoint? endPoint)
    {
        endPoint = null;
        if (text.StartsWith('[') && text.EndsWith(']'))
        {
            text = text[1..^1];
        }

        if (IPAddress.TryParse(text, out IPAddress? bare) && !text.StartsWith('['))
        {
            endPoint = new IPEndPoint(bare, defaultPort);
        }
        else if (text.LastIndexOf(':') is > 0 and var colon && TryReadPort(text[(colon + 1)..], out int port)
            && IPAddress.TryParse(text[..colon].Trim('[', ']'), out IPAddress? address)
            && (address.AddressFamily == AddressFamily.InterNetwork || text.StartsWith('[')))
        {
            endPoint = new IPEndPoint(address, port);
        }

        return endPoint is not null;
    }

    private static bool TryReadPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;

    /// <summary>What cannot be read now is said now; later the file is read when it changes.</summary>
    private static async ValueTask<Outcome> CheckHostsAsync(string? path, CancellationToken cancel)
    {
        if (path is null)
        {
            return Outcome.Ok;
        }

        try
        {
            if (new FileInfo(path).Length > HostsFile.MaxLength)
            {
                return Outcome.Usage($"{path} is larger than {HostsFile.MaxLength} bytes");
            }

            await File.ReadAllTextAsync(path, cancel);
            return Outcome.Ok;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return Outcome.Usage($"{path} cannot be read: {unreadable.Message}");
        }
    }
}
