using System.Net;
using System.Net.Sockets;
using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Spike.Flow;

/// <summary>UDP sockets of the pipelines, and how their readers wait.</summary>
internal static class Loopback
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    public static SegmentedUdpSocket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new SegmentedUdpSocket(socket);
    }

    public static UdpEndpoint At(int port) => UdpEndpoint.From(new IPEndPoint(IPAddress.Loopback, port));

    /// <summary>The next train; false when the board has ended.</summary>
    public static bool Receive(SegmentedUdpSocket socket, PollSet poll, Board board, Span<byte> buffer, out UdpReceived result)
    {
        while (true)
        {
            result = socket.Receive(buffer);
            if (result.Status == UdpStatus.Ok)
            {
                return true;
            }

            if (board.HasEnded)
            {
                return false;
            }

            if (result.Status == UdpStatus.WouldBlock)
            {
                poll.Wait(LookAgain);
            }
        }
    }

    /// <summary>Sends, waiting where the socket's own buffer is full.</summary>
    public static void Send(SegmentedUdpSocket socket, ReadOnlySpan<IoVector> vectors, int segment, in UdpEndpoint to)
    {
        while (socket.Send(vectors, segment, to).Status == UdpStatus.WouldBlock)
        {
            Thread.Yield();
        }
    }
}
