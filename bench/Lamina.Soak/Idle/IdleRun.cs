using System.Diagnostics;
using System.Globalization;
using Lamina.Daemon.Control;
using Lamina.Soak.Hosts;

namespace Lamina.Soak.Idle;

/// <summary>What a daemon with quiet neighbours costs its host.</summary>
internal static class IdleRun
{
    private const int HubPort = 34361;

    public static async Task<int> RunAsync(SoakOptions options)
    {
        await using DaemonUnderTest hub = await DaemonUnderTest.StartAsync("hub");
        await hub.JoinBearerAsync("ip", HubPort);
        DaemonUnderTest.Check(await hub.Control.BootstrapAsync(
            "hub", new BootstrapRequest("net", "unicast", Autobind: true, Insecure: true, Unicast: new()), default));
        foreach (string name in (string[])["hub", "net"])
        {
            DaemonUnderTest.Check(await hub.Control.RegisterAsync(new RegistrationRequest(name, ["ip"]), default));
        }

        await using var members = new QuietMembers();
        await members.AddAsync(options.Members, HubPort, "net");
        Console.WriteLine($"{options.Members} neighbours are connected; settling for {options.Settle} s");
        await Task.Delay(TimeSpan.FromSeconds(options.Settle));

        ProcessReading before = hub.Reading;
        Dictionary<string, long> threads = ProcessReading.WakeUpsByThread(hub.Id);
        (long Trains, long Bytes) traffic = members.Traffic;
        long start = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds((options.Seconds ?? 60)));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        ProcessReading after = hub.Reading;
        (long Trains, long Bytes) now = members.Traffic;

        double percent = 100 * (after.ProcessorTime - before.ProcessorTime).TotalSeconds / seconds;
        Say($"processor       {percent:0.000} % of a core");
        Dictionary<string, long> more = MoreByThread(threads, ProcessReading.WakeUpsByThread(hub.Id));
        Say($"wake-ups        {more.Values.Sum() / seconds:0.00} a second, by threads that still live");
        Say($"udp datagrams   {(now.Trains - traffic.Trains) / seconds / options.Members:0.00} a second and adjacency, both directions");
        Say($"udp payload     {(now.Bytes - traffic.Bytes) / seconds / options.Members:0.0} bytes a second and adjacency, both directions");
        Say($"resident        {after.ResidentBytes / 1048576.0:0.0} MiB");
        foreach ((string thread, long wakeUps) in more.Where(thread => thread.Value > 0))
        {
            Say($"  {thread,-24} {wakeUps / seconds:0.00} wake-ups a second");
        }

        bool isGood = percent < 0.2;
        Console.WriteLine(isGood ? "below 0.2 % of a core" : "NOT below 0.2 % of a core");
        return isGood ? 0 : 1;
    }

    // Threads end: a sum over the whole process would count backwards.
    private static Dictionary<string, long> MoreByThread(Dictionary<string, long> before, Dictionary<string, long> after) =>
        after.ToDictionary(thread => thread.Key, thread => thread.Value - before.GetValueOrDefault(thread.Key));

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
