using System.Net;
using System.Net.Sockets;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Local;
using Lamina.Ipc.Udp;
using Lamina.Ipc.Udp.Dns;
using Lamina.Ipc.Udp.Impairment;
using Lamina.Ipc.Unicast;
using Lamina.Node.Udp;

namespace Lamina.Node.Management;

/// <summary>Makes IPC processes on this node's ports. One line per kind.</summary>
internal sealed class IpcProcessFactory(IpcResourceManager irm, StackPorts ports)
{
    public IpcProcess Local(string name, string layer) => new LocalIpcProcess(name, layer, irm);

    public IpcProcess Unicast(string name) => new UnicastIpcProcess(name, irm);

    /// <exception cref="System.Net.Sockets.SocketException">The address is not ours, or taken.</exception>
    public IpcProcess Udp(string name, UdpParameters parameters, Instant now)
    {
        var port = new ImpairedPort(ports.Open(parameters.Technology, parameters.Local), irm.Context);
        if (parameters.Impairment is { } impairment)
        {
            port.Set(impairment, now);
        }

        return new UdpIpcProcess(name, ToSettings(parameters), port, irm);
    }

    private static NameHash HashOf(Name name) => NameHash.Of(name, HashAlgorithmId.Md5);

    private UdpSettings ToSettings(UdpParameters parameters) => new()
    {
        Layer = parameters.Layer,
        IsInsecure = parameters.IsInsecure,
        Peers = [.. parameters.Peers.Where(peer => peer.Host is null).Select(peer => UdpEndpoint.From(peer.Address))],
        Hosts =
        [
            .. parameters.Map.Where(entry => entry.Value.Host is null)
                .Select(entry => new HostEntry(HashOf(entry.Key), UdpEndpoint.From(entry.Value.Address))),
        ],
        NamedPlaces =
        [
            .. parameters.Peers.Where(peer => peer.Host is not null)
                .Select(peer => new NamedPlace(peer.Host!, UdpEndpoint.From(peer.Address))),
            .. parameters.Map.Where(entry => entry.Value.Host is not null)
                .Select(entry => new NamedPlace(entry.Value.Host!, UdpEndpoint.From(entry.Value.Address), HashOf(entry.Key))),
        ],
        HostResolver = new SystemHostResolver(ports.Driver, FamilyOf(parameters.Local)),
        Capacity = parameters.Capacity,
        HostsSource = parameters.HostsFile is { } file ? new HostsFileSource(ports.Driver, file, parameters.MemberPort) : null,
        Dns = parameters.DnsServer is { } server
            ? new DnsSettings(UdpEndpoint.From(server), ports.OpenAny(server.AddressFamily), parameters.MemberPort)
            : null,
    };

    // A port of IPv6 sends to IPv4 too.
    private static AddressFamily FamilyOf(IPEndPoint local) =>
        local.AddressFamily == AddressFamily.InterNetwork ? AddressFamily.InterNetwork : AddressFamily.Unspecified;
}
