using System.Net;
using Lamina.Core;
using Lamina.Ipc.Udp;
using Lamina.Node.Ports;

namespace Lamina.Node.Management;

/// <summary>How to make a udp layer of this host.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Local">Where to bind; port 0 lets the system choose.</param>
public sealed record UdpParameters(string Layer, IPEndPoint Local)
{
    /// <summary>What the port is opened on: a name of the stack's <see cref="PortCatalogue"/>. Default UDP sockets.</summary>
    public string Technology { get; init; } = UdpPorts.Name;

    /// <summary>Peers that are asked who serves a name.</summary>
    public IReadOnlyList<IPEndPoint> Peers { get; init; } = [];

    /// <summary>Names whose places are known.</summary>
    public IReadOnlyDictionary<Name, IPEndPoint> Map { get; init; } = new Dictionary<Name, IPEndPoint>();

    /// <summary>Hashes whose places are known: the lines of a hosts file.</summary>
    public IReadOnlyList<HostEntry> Hosts { get; init; } = [];

    /// <summary>True lets programs use the bearer directly, where nobody proves anything. Default false.</summary>
    public bool IsInsecure { get; init; }
}
