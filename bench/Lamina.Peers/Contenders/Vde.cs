using Lamina.Peers.Hosts;

namespace Lamina.Peers.Contenders;

/// <summary>A virtual switch on each host, joined by a TCP connection of socat's.</summary>
internal sealed class Vde() : TunnelContender("vde, joined by socat", 6, "vde_switch", "vde_plug", "socat")
{
    private const int Port = 7300;

    protected override void Prepare(TwoHosts hosts)
    {
        foreach (Host host in hosts.Both)
        {
            host.Start("vde_switch", "-s", host.Path("switch"), "-tap", "vde0");
            AwaitDevice(host, "vde0");
            Configure(host, "vde0");
        }

        hosts.Right.Start("socat", $"TCP-LISTEN:{Port},nodelay", $"EXEC:vde_plug {hosts.Right.Path("switch")}");
        hosts.Left.Start("socat", $"TCP:{hosts.Right.Address}:{Port},nodelay,retry=50,interval=0.1", $"EXEC:vde_plug {hosts.Left.Path("switch")}");
    }
}
