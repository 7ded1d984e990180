using System.Net;
using System.Net.Sockets;
using Lamina.Bearers.Linux;

namespace Lamina.Bearers.Tests.Linux;

/// <summary>Two sockets on the loopback, and a pinned train between them.</summary>
internal sealed unsafe class UdpPair : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly byte[] _memory = GC.AllocateArray<byte>(200_000, pinned: true);
    private readonly byte[] _arrived = GC.AllocateArray<byte>(SegmentedUdpSocket.ReceiveBufferLength, pinned: true);
    private readonly PollSet _poll = new(1);

    public UdpPair(IPAddress address, bool useSegmentation = true)
        : this(new SegmentedUdpSocket(Bound(address), useSegmentation: useSegmentation), address)
    {
    }

    public UdpPair(SegmentedUdpSocket sender, IPAddress address)
    {
        Sender = sender;
        Receiver = new SegmentedUdpSocket(Bound(address));
        _poll.Add(Receiver.Descriptor);
        for (var i = 0; i < _memory.Length; i++)
        {
            _memory[i] = (byte)(i * 31 % 251);
        }
    }

    public SegmentedUdpSocket Sender { get; }

    public SegmentedUdpSocket Receiver { get; }

    public static Socket Bound(IPAddress address)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, 0));
        return socket;
    }

    /// <summary>Sends the first bytes of the memory, in pieces of the given size.</summary>
    public UdpSent Send(int length, int segmentSize, int pieceSize = int.MaxValue)
    {
        var vectors = new List<IoVector>();
        fixed (byte* start = _memory)
        {
            for (var at = 0; at < length; at += Math.Min(pieceSize, length - at))
            {
                vectors.Add(new IoVector(start + at, Math.Min(pieceSize, length - at)));
            }

            return Sender.Send([.. vectors], segmentSize, Receiver.LocalEndpoint);
        }
    }

    /// <summary>Receives so many bytes; the lengths of the datagrams, after comparing every byte.</summary>
    public List<int> Receive(int total, out int calls)
    {
        var datagrams = new List<int>();
        var got = 0;
        calls = 0;
        while (got < total)
        {
            Assert.Equal(1, _poll.Wait(Patience));
            var result = Receiver.Receive(_arrived);
            Assert.Equal(UdpStatus.Ok, result.Status);
            Assert.Equal(Sender.LocalEndpoint, result.Sender);
            Assert.True(_arrived.AsSpan(0, result.Length).SequenceEqual(_memory.AsSpan(got, result.Length)));
            for (var at = 0; at < result.Length; at += result.SegmentSize)
            {
                datagrams.Add(Math.Min(result.SegmentSize, result.Length - at));
            }

            got += result.Length;
            calls++;
        }
        return datagrams;
    }

    public void Dispose()
    {
        Sender.Dispose();
        Receiver.Dispose();
    }
}
