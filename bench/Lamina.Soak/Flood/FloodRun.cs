using System.Diagnostics;
using System.Globalization;
using Lamina.Soak.Hosts;

namespace Lamina.Soak.Flood;

/// <summary>
/// Requests of forged sources flood the udp port of a daemon while honest hosts ask for flows: what it costs the daemon, what it answers, and
/// who gets through (docs/design/FLOODS.md).
/// </summary>
internal static class FloodRun
{
    private const int Degraded = 7;
    private const double MostGrowth = 10;
    private const double LeastShare = 0.95;
    private const double MostAmplification = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static async Task<int> RunAsync(SoakOptions options)
    {
        int seconds = options.Seconds ?? 10;
        await using HonestHosts hosts = await HonestHosts.StartAsync();
        var calm = new Tally();
        await calm.AskAsync(hosts, TimeSpan.FromSeconds(Math.Min(3, seconds)), Pause);
        Say($"before: {calm}");

        ProcessReading before = hosts.Flooded.Reading;
        Metrics metricsBefore = await Metrics.ReadAsync(hosts.Flooded);
        using Process flooder = StartFlooder(hosts.Port, seconds);
        var flooded = new Tally();
        using var watch = new CancellationTokenSource();
        Task<long> highest = WatchAsync(hosts.Flooded, watch.Token);
        await flooded.AskAsync(hosts, TimeSpan.FromSeconds(seconds), Pause);
        string[] sent = (await flooder.StandardOutput.ReadToEndAsync()).Split(' ');
        await flooder.WaitForExitAsync();
        await watch.CancelAsync();
        ProcessReading after = hosts.Flooded.Reading;
        Metrics metrics = await Metrics.ReadAsync(hosts.Flooded);

        double growth = (await highest - before.ResidentBytes) / 1048576.0;
        double received = metrics.PortBytes("received") - metricsBefore.PortBytes("received");
        double amplification = (metrics.PortBytes("sent") - metricsBefore.PortBytes("sent")) / received;
        Say($"flood: {long.Parse(sent[0], CultureInfo.InvariantCulture) / seconds} datagrams a second sent, {(metrics.PortTrains("received") - metricsBefore.PortTrains("received")) / seconds:0} a second handled");
        Say($"       {metrics.Cookies("asked") - metricsBefore.Cookies("asked"):0} cookies asked for, {metrics.Cookies("shown") - metricsBefore.Cookies("shown"):0} shown");
        Say($"daemon: {before.ResidentBytes / 1048576.0:0.0} MiB before, {growth:0.0} MiB more at most; {(after.ProcessorTime - before.ProcessorTime).TotalSeconds:0.0} s of processor");
        Say($"amplification: {amplification:0.00} bytes sent for each that was received");
        Say($"during: {flooded}");
        var later = new Tally();
        await later.AskAsync(hosts, TimeSpan.FromSeconds(2), Pause);
        Say($"after: {later}");
        bool isGood = growth < MostGrowth && amplification <= MostAmplification && flooded.Share >= LeastShare;
        Say($"{(isGood ? "holds" : "does not hold")}: less than {MostGrowth} MiB, no more than {MostAmplification} times the bytes, {LeastShare:P0} of honest flows within 5 s");
        return isGood ? 0 : Degraded;
    }

    private static Process StartFlooder(int port, int seconds) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath!,
        [Flooder.Command, $"{port}", $"{seconds}", HonestHosts.Served, HonestHosts.Member])
    { RedirectStandardOutput = true })!;

    private static async Task<long> WatchAsync(DaemonUnderTest daemon, CancellationToken stop)
    {
        long highest = 0;
        while (!stop.IsCancellationRequested)
        {
            highest = Math.Max(highest, daemon.Reading.ResidentBytes);
            await Task.Delay(100, CancellationToken.None);
        }

        return highest;
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
