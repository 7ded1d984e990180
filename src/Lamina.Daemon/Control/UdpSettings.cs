namespace Lamina.Daemon.Control;

/// <summary>Settings of a udp layer.</summary>
/// <param name="Ip">The local IP address.</param>
/// <param name="Port">The local port; 0: any; null: the default of the layer.</param>
/// <param name="Peers">HOST[:PORT] of peers that are asked who has a name.</param>
/// <param name="Maps">NAME=HOST[:PORT]: names whose place is known.</param>
/// <param name="Hosts">A hosts file with hashes of names.</param>
/// <param name="Dns">ADDR[:PORT] of a DNS server that knows hashes of names.</param>
/// <param name="Impair">How the port is made worse on purpose, as <c>delay=20ms,loss=1%</c>.</param>
/// <param name="Capacity">What flows may reserve of what it sends, as <c>90mbit</c>; null: nothing is reserved.</param>
public sealed record UdpSettings(
    string Ip, int? Port = null, IReadOnlyList<string>? Peers = null, IReadOnlyList<string>? Maps = null, string? Hosts = null,
    string? Dns = null, string? Impair = null, string? Capacity = null);
