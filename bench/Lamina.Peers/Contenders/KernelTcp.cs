using Lamina.Peers.Hosts;

namespace Lamina.Peers.Contenders;

/// <summary>The kernel's TCP on the wire itself: no tunnel, no user space.</summary>
internal sealed class KernelTcp() : TcpContender("kernel TCP (iperf3)", "iperf3")
{
    protected override string Target(TwoHosts hosts) => hosts.Right.Address;

    protected override void Prepare(TwoHosts hosts)
    {
    }
}
