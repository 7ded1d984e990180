using System.Net.Sockets;
using Lamina.Bearers.Edges;
using Lamina.Bearers.Linux;
using Lamina.Core;

namespace Lamina.Bearers.Managed;

/// <summary>
/// A bound UDP socket where the system cuts and joins no trains: each segment is sent by itself, and datagrams come one by one. No call allocates,
/// but where the system refuses: the platform knows no refusal without an exception.
/// </summary>
public sealed unsafe class ManagedUdpSocket : IUdpSocket
{
    // SIO_UDP_CONNRESET: without it a datagram that met a closed port makes the next receive fail (Windows).
    private const int ReportPortUnreachable = unchecked((int)0x9800000C);

    private readonly Socket _socket;
    private readonly UdpAddress _to;
    private readonly UdpAddress _from;
    private byte[]? _gathered;

    /// <summary>Takes a bound UDP socket over and prepares it.</summary>
    /// <param name="socket">Bound, IPv4 or IPv6 (dual mode or not). Owned from now on.</param>
    /// <exception cref="SocketException">The socket is closed.</exception>
    public ManagedUdpSocket(Socket socket)
    {
        _socket = socket;
        _to = new UdpAddress(socket.AddressFamily);
        _from = new UdpAddress(socket.AddressFamily);
        socket.Blocking = false;
        socket.ReceiveBufferSize = ReceiveRoom.Bytes;
        socket.SendBufferSize = UdpPort.SendBuffer;
        if (OperatingSystem.IsWindows())
        {
            socket.IOControl(ReportPortUnreachable, [0, 0, 0, 0], null);
        }
    }

    /// <inheritdoc/>
    public Socket Socket => _socket;

    /// <inheritdoc/>
    public UdpEndpoint LocalEndpoint => UdpEndpoint.From((System.Net.IPEndPoint)_socket.LocalEndPoint!);

    /// <inheritdoc/>
    public UdpSent Send(ReadOnlySpan<IoVector> vectors, int segmentSize, in UdpEndpoint destination)
    {
        long total = 0;
        foreach (IoVector vector in vectors)
        {
            total += vector.Length;
        }

        if (total > SegmentedUdpSocket.MaxPayload || total > (long)segmentSize * SegmentedUdpSocket.MaxSegments)
        {
            return new UdpSent(UdpStatus.TooLarge, 0);
        }

        if (!_to.TrySet(destination))
        {
            return new UdpSent(UdpStatus.Unreachable, 0);
        }

        IoVector* pieces = stackalloc IoVector[vectors.Length];
        var cursor = new SegmentCursor(vectors);
        int sent = 0;
        do
        {
            int length = Math.Min(segmentSize, (int)total - sent);
            UdpStatus status = Send(Bytes(pieces, cursor.Next(length, pieces)));
            if (status != UdpStatus.Ok)
            {
                return new UdpSent(status, sent);
            }

            sent += length;
        }
        while (sent < total);
        return new UdpSent(UdpStatus.Ok, sent);
    }

    /// <inheritdoc/>
    public UdpReceived Receive(Span<byte> buffer)
    {
        try
        {
            // Asked first: to find nothing would cost an exception.
            if (!_socket.Poll(0, SelectMode.SelectRead))
            {
                return new UdpReceived(UdpStatus.WouldBlock, 0, 0, default);
            }

            int length = _socket.ReceiveFrom(buffer, SocketFlags.None, _from.Address);
            return new UdpReceived(UdpStatus.Ok, length, length, _from.Value);
        }
        catch (SocketException failure)
        {
            return new UdpReceived(StatusOf(failure.SocketErrorCode), 0, 0, default);
        }
        catch (ObjectDisposedException)
        {
            return new UdpReceived(UdpStatus.Failed, 0, 0, default);
        }
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose() => _socket.Dispose();

    private UdpStatus Send(ReadOnlySpan<byte> datagram)
    {
        try
        {
            _socket.SendTo(datagram, SocketFlags.None, _to.Address);
            return UdpStatus.Ok;
        }
        catch (SocketException failure)
        {
            return StatusOf(failure.SocketErrorCode);
        }
        catch (ObjectDisposedException)
        {
            return UdpStatus.Failed;
        }
    }

    private ReadOnlySpan<byte> Bytes(IoVector* pieces, int count)
    {
        if (count <= 1)
        {
            return count == 0 ? default : new ReadOnlySpan<byte>(pieces[0].Pointer, pieces[0].Length);
        }

        _gathered ??= new byte[SegmentedUdpSocket.MaxPayload];
        int length = 0;
        for (int i = 0; i < count; i++)
        {
            new ReadOnlySpan<byte>(pieces[i].Pointer, pieces[i].Length).CopyTo(_gathered.AsSpan(length));
            length += pieces[i].Length;
        }

        return _gathered.AsSpan(0, length);
    }

    private static UdpStatus StatusOf(SocketError error) => error switch
    {
        SocketError.Success => UdpStatus.Ok,
        SocketError.WouldBlock or SocketError.IOPending => UdpStatus.WouldBlock,
        SocketError.MessageSize => UdpStatus.TooLarge,
        SocketError.ConnectionRefused or SocketError.ConnectionReset => UdpStatus.Refused,
        SocketError.NetworkDown or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.HostUnreachable
            or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported or SocketError.InvalidArgument
            or SocketError.NetworkReset => UdpStatus.Unreachable,
        SocketError.AccessDenied => UdpStatus.NotPermitted,
        SocketError.NoBufferSpaceAvailable => UdpStatus.NoBuffers,
        _ => UdpStatus.Failed,
    };
}
