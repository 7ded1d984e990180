using Lamina.Peers.Hosts;

namespace Lamina.Peers.Contenders;

/// <summary>WireGuard in user space.</summary>
internal sealed class WireGuardGo() : TunnelContender("wireguard-go", 1, "wireguard-go", "wg")
{
    private const int Port = 51820;

    protected override void Prepare(TwoHosts hosts)
    {
        // Its control sockets lie in one directory for all namespaces: the names must differ.
        string Device(Host host) => $"wg{Environment.ProcessId % 100000}n{host.Number}";
        foreach (Host host in hosts.Both)
        {
            string key = Command.Run("wg", "genkey");
            string file = host.Write("wg.key", key);
            host.Write("wg.pub", Command.Run("sh", "-c", $"wg pubkey < '{file}'").Trim());
            host.Start("wireguard-go", "--foreground", Device(host));
            AwaitDevice(host, Device(host));
        }

        foreach (Host host in hosts.Both)
        {
            Host peer = hosts.PeerOf(host);
            host.Run(
                "wg", "set", Device(host), "private-key", host.Path("wg.key"), "listen-port", $"{Port}",
                "peer", File.ReadAllText(peer.Path("wg.pub")), "allowed-ips", $"{Inside(peer)}/32", "endpoint", $"{peer.Address}:{Port}");
            Configure(host, Device(host));
        }
    }
}
