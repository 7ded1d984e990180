using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests.Hostile;

/// <summary>
/// A million hostile messages to everything that a daemon listens on. Afterwards it answers, and has not grown.
/// </summary>
public class HostileBytesTests(ITestOutputHelper output)
{
    private const int Datagrams = 800_000;
    private const int AttachMessages = 150_000;
    private const int ControlMessages = 50_000;
    private const int Programs = 300;
    private const int Seed = 20_260_101;
    private const long MostGrowth = 10 * 1024;

    [Fact]
    public async Task A_million_of_them_change_nothing()
    {
        using var a = new Host();
        using var b = new Host();
        (int portOfA, int portOfB) = (FreePort(), FreePort());
        using var relay = new DatagramRelay(portOfA, portOfB);
        await Task.WhenAll(a.StartDaemonAsync(), b.StartDaemonAsync());
        await SetUpAsync(a, b, portOfA, portOfB, relay);
        AssertIsVaried(relay.SamplesForA);
        string attach = Path.Combine(a.RuntimeDirectory, "default", "attach.sock");
        string control = Path.Combine(a.RuntimeDirectory, "default", "control.sock");
        long before = ResidentKilobytes(a.Daemon.Process.Id);
        output.WriteLine($"seed {Seed}; resident before {before} kB ({Residence(a.Daemon.Process.Id)})");

        var attack = new AttachAttack(attach, Seed + 1);
        Measure(a, "datagrams, dropped by the kernel", () => DatagramAttack.Run(relay, portOfA, Datagrams, Seed));
        Measure(a, "connections attached of those that sent messages", () =>
        {
            attack.Run(AttachMessages);
            return attack.Welcomed;
        });
        Measure(a, "control messages", () => ControlAttack.Run(control, ControlMessages, Seed + 2));
        long flows = Measure(a, "flows of programs with a broken ring", () => RingAttack.Run(attach, Programs, Seed + 3));

        CommandResult status = (await a.RunAsync("status")).MustSucceed();
        CommandResult ping = (await b.RunAsync("ping oping -c 4 -i 0.1")).MustSucceed();
        Assert.Contains("4 received", ping.Output, StringComparison.Ordinal);
        long after = ResidentKilobytes(a.Daemon.Process.Id);
        output.WriteLine($"resident {before} -> {after} kB\n{status.Output}");
        Assert.DoesNotContain(" error ", a.Daemon.Error, StringComparison.Ordinal);
        Assert.InRange(flows, Programs / 2, Programs);
        Assert.InRange(after - before, long.MinValue, MostGrowth);
    }

    private static async Task SetUpAsync(Host a, Host b, int portOfA, int portOfB, DatagramRelay relay)
    {
        await a.SetUpAsync(
            $"ipcp bootstrap udp.a --type udp --layer ip --ip 127.0.0.1 --port {portOfA} --peer 127.0.0.1:{relay.PortForA}",
            "ipcp bootstrap net.a --type unicast --layer net --autobind --insecure",
            "register net.a --layer ip",
            "register net --layer ip");
        await b.SetUpAsync(
            $"ipcp bootstrap udp.b --type udp --layer ip --ip 127.0.0.1 --port {portOfB} --peer 127.0.0.1:{relay.PortForB}",
            "ipcp enrol net.b --type unicast --layer net --autobind --insecure",
            "ipcp connect net.b --dst net.a");
        RunningCommand server = a.Start("ping --listen --name oping");
        await server.WaitForOutputAsync("oping", TimeSpan.FromSeconds(10));
        await a.SetUpAsync("register oping --layer net", $"register {RingAttack.Name} --layer net");

        // A daemon that has been used: what ordinary calls make the runtime compile is not the attack's doing.
        for (int i = 0; i < 3; i++)
        {
            (await b.RunAsync("ping oping -c 200 -i 0.001 -q data")).MustSucceed();
            (await b.RunAsync("ping oping -c 50 -i 0.001 -q raw")).MustSucceed();
            await a.SetUpAsync("status", "flow list", "name list", "ipcp list", "show net.a stats");
        }
    }

    private long Measure(Host host, string what, Func<long> attack)
    {
        var clock = Stopwatch.StartNew();
        long count = attack();
        output.WriteLine(
            $"{what}: {count}; {clock.Elapsed.TotalSeconds:0.0} s; resident {ResidentKilobytes(host.Daemon.Process.Id)} kB ({Residence(host.Daemon.Process.Id)})");
        return count;
    }

    /// <summary>Messages of the bearer (EID 0: queries, allocations, closes), and packets of several flows.</summary>
    private static void AssertIsVaried(byte[][] samples)
    {
        ILookup<ulong, byte[]> byEid = samples.ToLookup(sample => BinaryPrimitives.ReadUInt64BigEndian(sample));
        Assert.InRange(byEid[0].Count(), 3, samples.Length);
        Assert.InRange(byEid.Count, 3, samples.Length);
        Assert.InRange(samples.Length, 200, samples.Length);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>What the program and the runtime hold: all pages, and those of the heap, of files, and of compiled code.</summary>
    private static string Residence(int pid) => string.Join(
        ", ", File.ReadLines($"/proc/{pid}/status").Where(l => l.StartsWith("Rss", StringComparison.Ordinal)).Select(l => l.Replace("\t", " ", StringComparison.Ordinal)));

    private static long ResidentKilobytes(int pid)
    {
        string line = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
