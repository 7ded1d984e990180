using Lamina.Peers.Hosts;

namespace Lamina.Peers.Contenders;

/// <summary>An overlay with certificates.</summary>
internal sealed class Nebula() : TunnelContender("nebula", 3, "nebula", "nebula-cert")
{
    private const int Port = 4242;

    protected override void Prepare(TwoHosts hosts)
    {
        string authority = hosts.Left.Path("ca.crt");
        Command.Run("nebula-cert", "ca", "-name", "lab", "-duration", "24h", "-out-crt", authority, "-out-key", hosts.Left.Path("ca.key"));
        foreach (Host host in hosts.Both)
        {
            Host peer = hosts.PeerOf(host);
            Command.Run(
                "nebula-cert", "sign", "-name", $"n{host.Number}", "-ip", $"{Inside(host)}/24", "-ca-crt", authority, "-ca-key", hosts.Left.Path("ca.key"),
                "-out-crt", host.Path("nebula.crt"), "-out-key", host.Path("nebula.key"));
            string settings = host.Write("nebula.yml", $$"""
                pki: {ca: {{authority}}, cert: {{host.Path("nebula.crt")}}, key: {{host.Path("nebula.key")}}}
                static_host_map: {"{{Inside(peer)}}": ["{{peer.Address}}:{{Port}}"]}
                lighthouse: {am_lighthouse: false, hosts: []}
                listen: {host: 0.0.0.0, port: {{Port}}}
                tun: {dev: neb0, mtu: 1300}
                firewall:
                  outbound: [{port: any, proto: any, host: any}]
                  inbound: [{port: any, proto: any, host: any}]
                """);
            host.Start("nebula", "-config", settings);
        }
    }
}
