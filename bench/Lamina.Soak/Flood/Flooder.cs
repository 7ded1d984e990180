using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Lamina.Soak.Flood;

/// <summary>
/// A process of its own that sends to a port of loopback as fast as one thread can, from many addresses of 127/8 in turn, and hears nothing of
/// what is answered: as one that forges its sources.
/// </summary>
internal static class Flooder
{
    public const string Command = "flooder";

    private const int Sources = 256;
    private const int Batch = 64;

    /// <summary>Arguments: port, seconds, the served name, the member's name. Prints how many datagrams it has sent, and their bytes.</summary>
    public static int Run(string[] args)
    {
        var target = new IPEndPoint(IPAddress.Loopback, int.Parse(args[0], CultureInfo.InvariantCulture)).Serialize();
        var time = TimeSpan.FromSeconds(double.Parse(args[1], CultureInfo.InvariantCulture));
        FloodDatagram[] datagrams = FloodDatagram.All(args[2], args[3]);
        var random = new Random(1);
        Socket[] sockets = [.. Enumerable.Range(0, Sources).Select(_ => Open(random))];
        long sent = 0;
        long bytes = 0;
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            for (int i = 0; i < Batch; i++)
            {
                ReadOnlySpan<byte> datagram = datagrams[sent % datagrams.Length].Next(random);
                sockets[(int)(sent / datagrams.Length % Sources)].SendTo(datagram, SocketFlags.None, target);
                sent++;
                bytes += datagram.Length;
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sent} {bytes}"));
        return 0;
    }

    private static Socket Open(Random random)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4096 };
        socket.Bind(new IPEndPoint(new IPAddress([127, (byte)random.Next(1, 255), (byte)random.Next(256), (byte)random.Next(1, 255)]), 0));
        return socket;
    }
}
