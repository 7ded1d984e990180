using System.Net;
using System.Net.Sockets;
using Lamina.Bearers.Linux;
using Lamina.Bench.Networks;
using Lamina.Core;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Bare;

/// <summary>The least that a forwarding host can do, in a process of its own: receive with offload on one side, send with offload on the other.</summary>
internal sealed class RelayProcess : IDisposable
{
    public const string Command = "relay";

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private readonly ChildProcess _process;

    private RelayProcess(ChildProcess process) => _process = process;

    /// <summary>Its place on the side of who asks.</summary>
    public UdpEndpoint Near => PlaceAt(0);

    /// <summary>On the other.</summary>
    public UdpEndpoint Far => PlaceAt(1);

    public TimeSpan ProcessorTime => _process.ProcessorTime;

    public static RelayProcess Start(Host host, (IPAddress Near, IPAddress Far) own, (IPEndPoint Near, IPEndPoint Far) ends) =>
        new(host.Inside(() => new ChildProcess(Command, $"{own.Near}", $"{own.Far}", $"{ends.Near}", $"{ends.Far}")));

    /// <summary>What the other process does.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        Task parent = ChildProcess.WaitForParentAsync();
        using SegmentedUdpSocket near = Open(arguments[1]);
        using SegmentedUdpSocket far = Open(arguments[2]);
        UdpEndpoint nearEnd = UdpEndpoint.From(IPEndPoint.Parse(arguments[3]));
        UdpEndpoint farEnd = UdpEndpoint.From(IPEndPoint.Parse(arguments[4]));
        var thread = new Thread(() => Relay((near, nearEnd), (far, farEnd), parent));
        thread.Start();
        Console.WriteLine($"{near.LocalEndpoint.ToIPEndPoint()} {far.LocalEndpoint.ToIPEndPoint()}");
        await parent;
        thread.Join();
        return 0;
    }

    public void Dispose() => _process.Dispose();

    private UdpEndpoint PlaceAt(int side) => UdpEndpoint.From(IPEndPoint.Parse(_process.Ready.Split(' ')[side]));

    private static SegmentedUdpSocket Open(string address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        return new SegmentedUdpSocket(socket);
    }

    private static void Relay((SegmentedUdpSocket Socket, UdpEndpoint End) near, (SegmentedUdpSocket Socket, UdpEndpoint End) far, Task end)
    {
        byte[] buffer = GC.AllocateArray<byte>(SegmentedUdpSocket.ReceiveBufferLength, pinned: true);
        var poll = new PollSet(2);
        poll.Add(near.Socket.Descriptor);
        poll.Add(far.Socket.Descriptor);
        while (!end.IsCompleted)
        {
            if (!TryPass(near.Socket, far.Socket, far.End, buffer) & !TryPass(far.Socket, near.Socket, near.End, buffer))
            {
                poll.Wait(LookAgain);
            }
        }
    }

    private static unsafe bool TryPass(SegmentedUdpSocket from, SegmentedUdpSocket to, in UdpEndpoint end, byte[] buffer)
    {
        UdpReceived received = from.Receive(buffer);
        if (received.Status != UdpStatus.Ok)
        {
            return false;
        }

        fixed (byte* start = buffer)
        {
            Loopback.Send(to, [new IoVector(start, received.Length)], received.SegmentSize, end);
        }

        return true;
    }
}
