using System.Globalization;
using System.Text.Json;
using Lamina.Peers.Hosts;

namespace Lamina.Peers.Measuring;

/// <summary>Goodput by iperf3, as the receiver counted it, in Gbit/s.</summary>
internal static class Iperf
{
    public const int Port = 5201;

    /// <summary>Its server, on the right host, for all.</summary>
    public static void Serve(Host host) => host.Start("iperf3", "-s", "-p", Text(Port));

    public static double Tcp(Host from, string target, int port, double seconds) => Rate(
        from.Run("iperf3", "-c", target, "-p", Text(port), "-t", Text(seconds), "-J"), "sum_received");

    public static double Udp(Host from, string target, double seconds) => Rate(
        from.Run("iperf3", "-c", target, "-p", Text(Port), "-t", Text(seconds), "-u", "-b", "0", "-l", "1400", "-J"), "sum_received", "sum");

    private static double Rate(string report, params string[] sums)
    {
        using JsonDocument document = JsonDocument.Parse(report);
        JsonElement end = document.RootElement.GetProperty("end");
        string sum = sums.First(name => end.TryGetProperty(name, out _));
        return end.GetProperty(sum).GetProperty("bits_per_second").GetDouble() / 1e9;
    }

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
