using System.Globalization;
using Lamina.Peers.Hosts;
using Lamina.Peers.Measuring;

namespace Lamina.Peers.Contenders;

/// <summary>Something that carries IP or TCP between the hosts: measured by TCP through it.</summary>
/// <param name="name">As the table shows it.</param>
/// <param name="programs">What it is made of.</param>
internal abstract class TcpContender(string name, params string[] programs) : IContender
{
    private const int TunnelSeconds = 30;

    public string Name => name;

    public IReadOnlyList<string> Programs => programs;

    /// <summary>Where the right host is reached through it.</summary>
    protected abstract string Target(TwoHosts hosts);

    /// <summary>Port of iperf3's server there.</summary>
    protected virtual int GoodputPort => Iperf.Port;

    /// <summary>Port of the echo there.</summary>
    protected virtual int TripPort => EchoTrips.Port;

    public void Open(TwoHosts hosts)
    {
        Prepare(hosts);
        hosts.Left.Run(Environment.ProcessPath!, EchoTrips.WaitCommand, Target(hosts), Text(TripPort), Text(TunnelSeconds));
    }

    public virtual double MeasureGoodput(TwoHosts hosts, double seconds) => Iperf.Tcp(hosts.Left, Target(hosts), GoodputPort, seconds);

    public virtual double? MeasureRoundTrip(TwoHosts hosts, double seconds) => double.Parse(
        hosts.Left.Run(Environment.ProcessPath!, EchoTrips.Command, Target(hosts), Text(TripPort), Text(seconds)), CultureInfo.InvariantCulture);

    /// <summary>Starts what carries.</summary>
    protected abstract void Prepare(TwoHosts hosts);

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
