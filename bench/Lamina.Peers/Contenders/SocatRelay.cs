using Lamina.Peers.Hosts;
using Lamina.Peers.Measuring;

namespace Lamina.Peers.Contenders;

/// <summary>A relay of TCP in user space on each host: what a hand-made forward costs.</summary>
internal sealed class SocatRelay() : TcpContender("socat, a relay on each host", "socat")
{
    private const int Nearer = 7100;
    private const int Farther = 7200;

    protected override int GoodputPort => Nearer;

    protected override int TripPort => Nearer + 1;

    protected override string Target(TwoHosts hosts) => "127.0.0.1";

    protected override void Prepare(TwoHosts hosts)
    {
        int[] served = [Iperf.Port, EchoTrips.Port];
        for (int i = 0; i < served.Length; i++)
        {
            hosts.Right.Start("socat", $"TCP-LISTEN:{Farther + i},fork,reuseaddr,nodelay", $"TCP:127.0.0.1:{served[i]},nodelay");
            hosts.Left.Start("socat", $"TCP-LISTEN:{Nearer + i},fork,reuseaddr,nodelay", $"TCP:{hosts.Right.Address}:{Farther + i},nodelay");
        }
    }
}
