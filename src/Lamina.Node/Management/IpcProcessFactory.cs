using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Irm;
using Lamina.Ipc.Local;
using Lamina.Ipc.Udp;
using Lamina.Ipc.Unicast;

namespace Lamina.Node.Management;

/// <summary>Makes IPC processes on this node's ports. One line per kind.</summary>
internal sealed class IpcProcessFactory(IpcResourceManager irm, StackPorts ports)
{
    public IpcProcess Local(string name, string layer) => new LocalIpcProcess(name, layer, irm);

    public IpcProcess Unicast(string name) => new UnicastIpcProcess(name, irm);

    /// <exception cref="System.Net.Sockets.SocketException">The address is not ours, or taken.</exception>
    public IpcProcess Udp(string name, UdpParameters parameters) =>
        new UdpIpcProcess(name, ToSettings(parameters), ports.Open(parameters.Technology, parameters.Local), irm);

    private static UdpSettings ToSettings(UdpParameters parameters) => new()
    {
        Layer = parameters.Layer,
        IsInsecure = parameters.IsInsecure,
        Peers = [.. parameters.Peers.Select(UdpEndpoint.From)],
        Hosts =
        [
            .. parameters.Map.Select(entry =>
                new HostEntry(NameHash.Of(entry.Key, HashAlgorithmId.Md5), UdpEndpoint.From(entry.Value))),
            .. parameters.Hosts,
        ],
    };
}
