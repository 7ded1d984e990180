using System.Net;
using System.Net.Sockets;
using Lamina.Daemon.Control;
using Lamina.Soak.Hosts;
using Lamina.Soak.Idle;

namespace Lamina.Bench.Programs;

/// <summary>What <c>lamina daemon</c> costs its host while nobody wants anything of it.</summary>
/// <param name="Mebibytes">Resident, with one adjacency, when it has come to rest.</param>
/// <param name="Serving">The same before that: its web server runs for a minute after the last call.</param>
/// <param name="Percent">Of a core, with many.</param>
/// <param name="WakeUps">A second, with many.</param>
internal sealed record QuietDaemon(double Mebibytes, double Serving, double Percent, double WakeUps)
{
    public const int Many = 50;

    /// <param name="watch">How long it is watched, and half as long again left alone before: it comes to rest a minute after the last call.</param>
    public static async Task<QuietDaemon> MeasureAsync(TimeSpan watch)
    {
        TimeSpan rest = 1.5 * watch;
        await using DaemonUnderTest hub = await DaemonUnderTest.StartAsync("hub");
        int port = FreePort();
        await hub.JoinBearerAsync("ip", port);
        DaemonUnderTest.Check(await hub.Control.BootstrapAsync(
            "hub", new BootstrapRequest("net", "unicast", Autobind: true, Insecure: true, Unicast: new()), default));
        foreach (string name in (string[])["hub", "net"])
        {
            DaemonUnderTest.Check(await hub.Control.RegisterAsync(new RegistrationRequest(name, ["ip"]), default));
        }

        // A connection that is kept for later is a caller, too: an HTTP client keeps it for a minute or two.
        hub.Control.Dispose();
        await using var members = new QuietMembers();
        await members.AddAsync(1, port, "net");
        double serving = MebibytesOf(hub);
        await Task.Delay(rest);
        double resident = MebibytesOf(hub);
        await members.AddAsync(Many - 1, port, "net", first: 1);
        await Task.Delay(rest);
        ProcessReading before = hub.Reading;
        Dictionary<string, long> threads = ProcessReading.WakeUpsByThread(hub.Id);
        await Task.Delay(watch);
        double percent = 100 * (hub.Reading.ProcessorTime - before.ProcessorTime) / watch;
        // Threads end: a sum over the whole process would count backwards.
        long woken = ProcessReading.WakeUpsByThread(hub.Id).Sum(thread => thread.Value - threads.GetValueOrDefault(thread.Key));
        return new QuietDaemon(resident, serving, percent, woken / watch.TotalSeconds);
    }

    private static double MebibytesOf(DaemonUnderTest daemon) => daemon.Reading.ResidentBytes / 1048576.0;

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
