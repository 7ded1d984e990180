using Lamina.Peers.Hosts;

namespace Lamina.Peers.Contenders;

/// <summary>A mesh VPN.</summary>
internal sealed class Tinc() : TunnelContender("tinc", 2, "tincd")
{
    protected override void Prepare(TwoHosts hosts)
    {
        foreach (Host host in hosts.Both)
        {
            Directory.CreateDirectory(host.Path("tinc/hosts"));
            host.Write("tinc/tinc.conf", $"Name = n{host.Number}\nConnectTo = n{hosts.PeerOf(host).Number}\nInterface = tinc0\nMode = router\n");
            string up = host.Write("tinc/tinc-up", $"#!/bin/sh\nip addr add {Inside(host)}/24 dev $INTERFACE\nip link set $INTERFACE up\n");
            File.SetUnixFileMode(up, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            host.Write($"tinc/hosts/n{host.Number}", $"Address = {host.Address}\nSubnet = {Inside(host)}/32\n");
            Command.Run("sh", "-c", $"tincd -c '{host.Path("tinc")}' -K2048 < /dev/null");
        }

        foreach (Host host in hosts.Both)
        {
            Host peer = hosts.PeerOf(host);
            File.Copy(peer.Path($"tinc/hosts/n{peer.Number}"), host.Path($"tinc/hosts/n{peer.Number}"));
            host.Start("tincd", "-c", host.Path("tinc"), "-D", $"--pidfile={host.Path("tinc.pid")}");
        }
    }
}
