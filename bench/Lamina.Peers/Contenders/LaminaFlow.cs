using System.Globalization;
using System.Text.Json;
using Lamina.Peers.Hosts;
using Lamina.Peers.Measuring;

namespace Lamina.Peers.Contenders;

/// <summary>Two programs, each attached to its host's daemon, and a flow of QoS data between them.</summary>
/// <param name="name">As the table shows it.</param>
/// <param name="layer">The layer that gives the flow.</param>
/// <param name="shared">The daemons.</param>
internal sealed class LaminaFlow(string name, string layer, LaminaHosts shared) : IContender
{
    // Long enough for whole trains; perf counts payload.
    private const string MessageSize = "65536";

    public string Name => name;

    public IReadOnlyList<string> Programs => [shared.Program];

    public void Open(TwoHosts hosts) => shared.Open(hosts);

    public double MeasureGoodput(TwoHosts hosts, double seconds)
    {
        string report = shared.Run(hosts.Left, "perf", "perf", "--layer", layer, "-q", "data", "-s", MessageSize, "-t", Text(seconds), "--json");
        using JsonDocument document = JsonDocument.Parse(report);
        return document.RootElement.GetProperty("reports")[0].GetProperty("bitsPerSecond").GetDouble() / 1e9;
    }

    public double? MeasureRoundTrip(TwoHosts hosts, double seconds) => double.Parse(
        hosts.Left.Run(Environment.ProcessPath!, FlowTrips.Command, LaminaHosts.StackOf(hosts.Left), layer, Text(seconds)), CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
