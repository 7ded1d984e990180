using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Lamina.Peers.Measuring;

/// <summary>
/// Round trips of 64 bytes over TCP, one every two milliseconds: this program once more, on either host. <see cref="FlowTrips"/> does the
/// same over a flow.
/// </summary>
internal static class EchoTrips
{
    public const string ServeCommand = "echo";
    public const string Command = "trips";
    public const string WaitCommand = "await";
    public const int Port = 5301;
    public const int Length = 64;

    /// <summary>Runs the command, if it is one of these.</summary>
    public static int? Run(string[] args) => args switch
    {
        [ServeCommand] => Serve(),
        [Command, var target, var port, var seconds] => Measure(target, Number(port), double.Parse(seconds, CultureInfo.InvariantCulture)),
        [WaitCommand, var target, var port, var seconds] => Await(target, Number(port), Number(seconds)),
        _ => null,
    };

    private static int Serve()
    {
        using var listener = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
        listener.Bind(new IPEndPoint(IPAddress.IPv6Any, Port));
        listener.Listen();
        while (true)
        {
            Socket client = listener.Accept();
            new Thread(() => Answer(client)) { IsBackground = true }.Start();
        }
    }

    private static void Answer(Socket client)
    {
        using (client)
        {
            client.NoDelay = true;
            byte[] message = new byte[Length];
            while (TryReceive(client, message))
            {
                client.Send(message);
            }
        }
    }

    private static int Measure(string target, int port, double seconds)
    {
        using Socket socket = Connect(target, port);
        byte[] message = new byte[Length];
        return Trips.Run(seconds, () =>
        {
            socket.Send(message);
            return TryReceive(socket, message);
        });
    }

    // A tunnel is there when a message has come back through it: a relay accepts before it reaches anybody.
    private static int Await(string target, int port, int seconds)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed.TotalSeconds < seconds)
        {
            try
            {
                using Socket socket = Connect(target, port);
                byte[] message = new byte[Length];
                socket.Send(message);
                if (TryReceive(socket, message))
                {
                    return 0;
                }
            }
            catch (SocketException)
            {
                // Not yet.
            }

            Thread.Sleep(100);
        }

        Console.Error.WriteLine($"nothing comes through to {target} within {seconds} s");
        return 1;
    }

    private static Socket Connect(string target, int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 2000 };
        socket.Connect(IPAddress.Parse(target), port);
        return socket;
    }

    private static bool TryReceive(Socket socket, byte[] message)
    {
        for (int received = 0; received < message.Length;)
        {
            int count = socket.Receive(message, received, message.Length - received, SocketFlags.None);
            if (count == 0)
            {
                return false;
            }

            received += count;
        }

        return true;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
