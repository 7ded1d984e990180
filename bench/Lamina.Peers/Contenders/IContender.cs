using Lamina.Peers.Hosts;

namespace Lamina.Peers.Contenders;

/// <summary>A way from one host to the other.</summary>
internal interface IContender
{
    /// <summary>As the table shows it.</summary>
    string Name { get; }

    /// <summary>Programs that it is made of.</summary>
    IReadOnlyList<string> Programs { get; }

    /// <summary>Sets it up; it works when this returns.</summary>
    void Open(TwoHosts hosts);

    /// <summary>Payload from the left host to the right one, in Gbit/s.</summary>
    double MeasureGoodput(TwoHosts hosts, double seconds);

    /// <summary>Median round trip of 64 bytes, in microseconds; null where it has none of its own.</summary>
    double? MeasureRoundTrip(TwoHosts hosts, double seconds);
}
