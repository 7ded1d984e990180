using System.Globalization;

namespace Lamina.Cli.Tools.Perf;

/// <summary>One direction's result, as the receiver measured it.</summary>
public sealed record PerfReport(string Direction, long Messages, long Bytes, double Seconds)
{
    public double BitsPerSecond => Seconds > 0 ? Bytes * 8 / Seconds : 0;

    public double PacketsPerSecond => Seconds > 0 ? Messages / Seconds : 0;

    internal static PerfReport From(string direction, PerfMessage result) =>
        new(direction, result.Second, result.Third, result.First / 1e9);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Direction}: {Messages} packets, {Bytes} bytes in {Seconds:0.000} s: goodput {Rate(BitsPerSecond)}, {PacketsPerSecond:0} packets/s");

    private static string Rate(double bits) => bits switch
    {
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{bits / 1e9:0.00} Gbit/s"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{bits / 1e6:0.00} Mbit/s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bits / 1e3:0.00} kbit/s"),
    };
}
