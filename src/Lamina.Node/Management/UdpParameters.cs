using System.Net;
using Lamina.Core;
using Lamina.Ipc.Udp.Impairment;
using Lamina.Node.Ports;

namespace Lamina.Node.Management;

/// <summary>How to make a udp layer of this host.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Local">Where to bind; port 0 lets the system choose.</param>
public sealed record UdpParameters(string Layer, IPEndPoint Local)
{
    /// <summary>The UDP port of a layer where none is given.</summary>
    public const ushort DefaultPort = 3435;

    /// <summary>What the port is opened on: a name of the stack's <see cref="PortCatalogue"/>. Default UDP sockets.</summary>
    public string Technology { get; init; } = UdpPorts.Name;

    /// <summary>Peers that are asked who serves a name.</summary>
    public IReadOnlyList<UdpPlace> Peers { get; init; } = [];

    /// <summary>Names whose places are known.</summary>
    public IReadOnlyDictionary<Name, UdpPlace> Map { get; init; } = new Dictionary<Name, UdpPlace>();

    /// <summary>A hosts file with hashes of names, read again when it changes; null: none.</summary>
    public string? HostsFile { get; init; }

    /// <summary>A DNS server that is asked for names that no peer has; null: none.</summary>
    public IPEndPoint? DnsServer { get; init; }

    /// <summary>The UDP port of members that a hosts file or DNS names: neither tells one. Default 3435.</summary>
    public ushort MemberPort { get; init; } = DefaultPort;

    /// <summary>How its port is made worse on purpose; null (default): not at all.</summary>
    public PortImpairment? Impairment { get; init; }

    /// <summary>Bits per second that flows may reserve of what it sends; 0 (default): nothing is reserved.</summary>
    public ulong Capacity { get; init; }

    /// <summary>True lets programs use the bearer directly, where nobody proves anything. Default false.</summary>
    public bool IsInsecure { get; init; }
}
