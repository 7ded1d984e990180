using System.Globalization;

namespace Lamina.Cli.Tools.Ping;

/// <summary>What a ping prints.</summary>
internal static class PingReport
{
    public static string Begin(string name, int size, int? count) =>
        count is { } packets
            ? $"Pinging {name} with {size} bytes of data ({packets} packets):"
            : $"Pinging {name} with {size} bytes of data:";

    public static string Answer(string name, int size, uint sequence, double milliseconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{size} bytes from {name}: seq={sequence} time={milliseconds:0.000} ms");

    public static IEnumerable<string> End(string name, PingStatistics ping, double totalMs)
    {
        yield return $"--- {name} ping statistics ---";
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{ping.Sent} packets transmitted, {ping.Received} received, {ping.OutOfOrder} out-of-order, "
            + $"{ping.LossPercent:0.##}% packet loss, time: {totalMs:0.000} ms");
        if (ping.Received > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"rtt min/avg/max/mdev = {ping.MinMs:0.000}/{ping.AverageMs:0.000}/{ping.MaxMs:0.000}/{ping.DeviationMs:0.000} ms");
        }
    }
}
