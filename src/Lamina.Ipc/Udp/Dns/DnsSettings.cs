using Lamina.Core;

namespace Lamina.Ipc.Udp.Dns;

/// <summary>How names are looked up in DNS.</summary>
/// <param name="Server">A server that asks others for us.</param>
/// <param name="Port">A port of its own, best one that nobody can guess; the resolver closes it.</param>
/// <param name="LayerPort">UDP port of the layer: address records have none.</param>
public sealed record DnsSettings(UdpEndpoint Server, IDatagramPort Port, ushort LayerPort);
