using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Lamina.EndToEnd.Tests.Lab;

namespace Lamina.EndToEnd.Tests;

/// <summary>
/// A million hostile messages to everything that a daemon listens on. Afterwards it answers, and has not grown.
/// </summary>
public class HostileBytesTests(ITestOutputHelper output)
{
    private const int Datagrams = 800_000;
    private const int AttachMessages = 150_000;
    private const int ControlMessages = 50_000;
    private const int Seed = 20_260_101;

    [Fact]
    public async Task A_million_of_them_change_nothing()
    {
        using var a = new Host();
        using var b = new Host();
        (int portOfA, int portOfB) = (FreePort(), FreePort());
        using var relay = new DatagramRelay(portOfA, portOfB);
        await Task.WhenAll(a.StartDaemonAsync(), b.StartDaemonAsync());
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
        await a.SetUpAsync("register oping --layer net");
        (await b.RunAsync("ping oping -c 200 -i 0 -q data")).MustSucceed();
        long before = ResidentKilobytes(a.Daemon.Process.Id);

        Attack(relay);
        int attached = AttackAttachSocket(Path.Combine(a.RuntimeDirectory, "default", "attach.sock"));
        int controlled = AttackControlSocket(Path.Combine(a.RuntimeDirectory, "default", "control.sock"));

        CommandResult status = (await a.RunAsync("status")).MustSucceed();
        CommandResult ping = (await b.RunAsync("ping oping -c 4 -i 0.1")).MustSucceed();
        Assert.Contains("4 received", ping.Output, StringComparison.Ordinal);
        long after = ResidentKilobytes(a.Daemon.Process.Id);
        output.WriteLine(
            $"seed {Seed}: {Datagrams} datagrams, {attached} attach messages, {controlled} control messages; resident {before} -> {after} kB\n{status.Output}");
        Assert.Equal("", a.Daemon.Error);
        Assert.InRange(after - before, long.MinValue, 10 * 1024);
    }

    private static void Attack(DatagramRelay relay)
    {
        var mutation = new Mutation(Seed, relay.SamplesForA);
        for (int i = 0; i < Datagrams; i++)
        {
            relay.SendToA(mutation.Next());
        }
    }

    private static int AttackAttachSocket(string path)
    {
        var mutation = new Mutation(Seed + 1, HelloSamples());
        Socket? socket = null;
        int sent = 0;
        while (sent < AttachMessages)
        {
            try
            {
                socket ??= Connect(path, SocketType.Seqpacket);
                socket.Send(mutation.Next());
                sent++;
            }
            catch (SocketException)
            {
                // The daemon hung up on us, which is its answer; the next connection goes on.
                socket?.Dispose();
                socket = null;
            }
        }

        socket?.Dispose();
        return sent;
    }

    private static int AttackControlSocket(string path)
    {
        byte[][] requests =
        [
            Encoding.ASCII.GetBytes("GET /v1/status HTTP/1.1\r\nHost: lamina\r\n\r\n"),
            Encoding.ASCII.GetBytes("POST /v1/ipcps HTTP/1.1\r\nHost: lamina\r\nContent-Type: application/json\r\nContent-Length: 32\r\n\r\n{\"name\":\"x\",\"type\":\"udp\",\"a\":[}]"),
        ];
        var mutation = new Mutation(Seed + 2, requests);
        byte[] answer = new byte[65536];
        int sent = 0;
        while (sent < ControlMessages)
        {
            using Socket socket = Connect(path, SocketType.Stream);
            socket.ReceiveTimeout = 20;
            try
            {
                for (int i = 0; i < 50; i++)
                {
                    socket.Send(mutation.Next());
                    sent++;
                }

                socket.Shutdown(SocketShutdown.Send);
                while (socket.Receive(answer) > 0)
                {
                }
            }
            catch (SocketException)
            {
                // Hung up, or nothing to say: both are answers.
            }
        }

        return sent;
    }

    private static Socket Connect(string path, SocketType type)
    {
        var socket = new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        return socket;
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static long ResidentKilobytes(int pid)
    {
        string line = File.ReadLines($"/proc/{pid}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    /// <summary>Beginnings of the attach protocol that look right: see docs/WIRE.md.</summary>
    private static byte[][] HelloSamples() => [Convert.FromHexString("01000100010000000000000000")];
}
