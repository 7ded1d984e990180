using Lamina.Peers.Hosts;
using Lamina.Peers.Measuring;

namespace Lamina.Peers.Contenders;

/// <summary>The kernel's UDP on the wire, a datagram of 1400 bytes a call, as fast as it goes: what arrived counts.</summary>
internal sealed class KernelUdp() : TcpContender("kernel UDP (iperf3, 1400 B)", "iperf3")
{
    public override double MeasureGoodput(TwoHosts hosts, double seconds) => Iperf.Udp(hosts.Left, Target(hosts), seconds);

    public override double? MeasureRoundTrip(TwoHosts hosts, double seconds) => null;

    protected override string Target(TwoHosts hosts) => hosts.Right.Address;

    protected override void Prepare(TwoHosts hosts)
    {
    }
}
