using System.Net;
using System.Net.Sockets;
using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Bearers.Tests.Linux;

/// <summary>Cuts what is sent as the kernel would, and keeps it. Full after so many datagrams, in the middle of a call, too.</summary>
internal sealed unsafe class RecordingSocket(Socket socket) : IUdpSocket
{
    /// <summary>What has left, in order.</summary>
    public List<SentDatagram> Left { get; } = [];

    /// <summary>Calls that have sent something.</summary>
    public int Calls { get; private set; }

    /// <summary>Datagrams that are taken before the system's buffer is full.</summary>
    public int Room { get; set; } = int.MaxValue;

    /// <summary>True: what does not fit goes in parts, as where the kernel does not cut.</summary>
    public bool SendsParts { get; set; }

    public Socket Socket { get; } = socket;

    public UdpEndpoint LocalEndpoint { get; } = UdpEndpoint.From((IPEndPoint)socket.LocalEndPoint!);

    public UdpSent Send(ReadOnlySpan<IoVector> vectors, int segmentSize, in UdpEndpoint destination)
    {
        List<byte> all = [];
        foreach (IoVector vector in vectors)
        {
            all.AddRange(new ReadOnlySpan<byte>(vector.Pointer, vector.Length));
        }

        byte[][] datagrams = all.Count == 0 ? [[]] : [.. all.Chunk(segmentSize)];
        Assert.InRange(datagrams.Length, 1, SegmentedUdpSocket.MaxSegments);
        Assert.InRange(all.Count, 0, SegmentedUdpSocket.MaxPayload);
        int taken = datagrams.Length <= Room ? datagrams.Length : SendsParts ? Room : 0;
        Room -= taken;
        Calls += taken > 0 ? 1 : 0;
        foreach (byte[] datagram in datagrams[..taken])
        {
            Left.Add(SentDatagram.Of(destination, datagram));
        }

        return taken == datagrams.Length
            ? new UdpSent(UdpStatus.Ok, all.Count)
            : new UdpSent(UdpStatus.WouldBlock, taken * segmentSize);
    }

    public UdpReceived Receive(Span<byte> buffer) => new(UdpStatus.WouldBlock, 0, 0, default);

    public void Dispose() => Socket.Dispose();
}
