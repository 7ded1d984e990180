using System.Globalization;

namespace Lamina.Cli.Tools.Perf;

/// <summary>One direction's result, as the receiver measured it.</summary>
/// <param name="Direction">For people.</param>
/// <param name="Messages">How many came.</param>
/// <param name="Bytes">In them.</param>
/// <param name="Seconds">From the first to the last.</param>
/// <param name="LongestGapSeconds">From one message to the next.</param>
/// <param name="Sha256">Of what arrived; null where the test went by time.</param>
/// <param name="IsIntact">Whether the sender's hash is the same; null where there is none to compare.</param>
public sealed record PerfReport(
    string Direction, long Messages, long Bytes, double Seconds, double LongestGapSeconds, string? Sha256, bool? IsIntact)
{
    public double BitsPerSecond => Seconds > 0 ? Bytes * 8 / Seconds : 0;

    public double PacketsPerSecond => Seconds > 0 ? Messages / Seconds : 0;

    /// <param name="direction">For people.</param>
    /// <param name="tally">What the receiver counted.</param>
    /// <param name="sent">The sender's hash; empty where it has none.</param>
    internal static PerfReport From(string direction, PerfTally tally, string sent) => new(
        direction,
        tally.Messages,
        tally.Bytes,
        tally.Elapsed.TotalSeconds,
        tally.LongestGap.TotalSeconds,
        tally.Hash.Length == 0 ? null : tally.Hash,
        tally.Hash.Length == 0 || sent.Length == 0 ? null : tally.Hash == sent);

    public override string ToString()
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{Direction}: {Messages} packets, {Bytes} bytes in {Seconds:0.000} s: goodput {Rate(BitsPerSecond)}, {PacketsPerSecond:0} packets/s, longest gap {LongestGapSeconds:0.000} s");
        return IsIntact is not { } intact ? text
            : intact ? $"{text}{Environment.NewLine}{Direction}: intact, sha256 {Sha256}"
            : $"{text}{Environment.NewLine}{Direction}: NOT what was sent, sha256 {Sha256}";
    }

    private static string Rate(double bits) => bits switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{bits / 1e9:0.00} Gbit/s"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{bits / 1e6:0.00} Mbit/s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bits / 1e3:0.00} kbit/s"),
    };
}
