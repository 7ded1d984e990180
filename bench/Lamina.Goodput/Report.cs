using System.Globalization;
using System.Text;
using Lamina.Goodput.PingPong;
using Lamina.Spike.Measuring;
using Lamina.Spike.Pipelines;

namespace Lamina.Goodput;

/// <summary>The results as tables: medians, with the least and the most.</summary>
internal static class Report
{
    public static string Goodput(Pipeline[] pipelines, List<Sample>[] samples)
    {
        var text = new StringBuilder();
        text.AppendLine("| way | Gbit/s (min..max) | CPU ns per 1400 bytes | ratio to raw |").AppendLine("|---|---|---|---|");
        for (int i = 0; i < pipelines.Length; i++)
        {
            string goodput = Format(samples[i].Select(sample => sample.GigabitsPerSecond), 1);
            string processor = Format(samples[i].Select(sample => sample.ProcessorNanosecondsPerPacket), 0);
            string ratio = Format(samples[i].Zip(samples[0], (sample, raw) => 100 * sample.GigabitsPerSecond / raw.GigabitsPerSecond), 0);
            text.AppendLine(CultureInfo.InvariantCulture, $"| {pipelines[i].Name} | {goodput} | {processor} | {ratio} % |");
        }

        return text.ToString();
    }

    public static string RoundTrips(IPinger[] pingers, List<double>[] samples)
    {
        var text = new StringBuilder();
        text.AppendLine("| 64 bytes there and back | us (min..max) | times bare UDP |").AppendLine("|---|---|---|");
        for (int i = 0; i < pingers.Length; i++)
        {
            string ratio = Format(samples[i].Zip(samples[0], (sample, bare) => sample / bare), 2);
            text.AppendLine(CultureInfo.InvariantCulture, $"| {pingers[i].Name} | {Format(samples[i], 1)} | {ratio} |");
        }

        return text.ToString();
    }

    private static string Format(IEnumerable<double> values, int digits)
    {
        Spread spread = Spread.Of(values);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Math.Round(spread.Median, digits)} ({Math.Round(spread.Min, digits)}..{Math.Round(spread.Max, digits)})");
    }
}
