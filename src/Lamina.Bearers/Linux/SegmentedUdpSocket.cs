using System.Net.Sockets;
using Lamina.Bearers.Edges;
using Lamina.Core;

namespace Lamina.Bearers.Linux;

/// <summary>
/// A bound UDP socket that sends and receives whole trains of equal datagrams in one system call (UDP_SEGMENT, UDP_GRO):
/// the kernel's cost per packet is what a user-space stack pays most for. No call blocks or
/// allocates, and nothing that a network does is thrown.
/// </summary>
public sealed unsafe class SegmentedUdpSocket : IUdpSocket
{
    /// <summary>Datagrams per send. Newer kernels take more, but none takes fewer.</summary>
    public const int MaxSegments = 64;

    /// <summary>Payload bytes per send, over all segments: what one IPv4 packet could hold.</summary>
    public const int MaxPayload = 65507;

    /// <summary>Pieces of memory per send (the system's IOV_MAX).</summary>
    public const int MaxVectors = 1024;

    /// <summary>Bytes that a receive buffer needs so that no train is cut off.</summary>
    public const int ReceiveBufferLength = 65536;

    /// <summary>Default for what is sent: some 60 full trains, before the system's own limit.</summary>
    public const int DefaultSendBuffer = 4 << 20;

    private const long LongestWait = 1_000_000_000;

    private readonly Socket _socket;
    private readonly AddressFamily _family;

    /// <summary>Takes a bound UDP socket over and prepares it.</summary>
    /// <param name="socket">Bound, IPv4 or IPv6 (dual mode or not). Owned from now on.</param>
    /// <param name="useSegmentation">False sends every segment by itself, as where the kernel has no offload.</param>
    /// <param name="sendBuffer">Bytes asked for of what is sent; the system may give less.</param>
    /// <exception cref="SocketException">The socket is closed.</exception>
    public SegmentedUdpSocket(Socket socket, bool useSegmentation = true, int sendBuffer = DefaultSendBuffer)
    {
        _socket = socket;
        _family = socket.AddressFamily;
        ReceiveRoom.Ask(socket);
        socket.SendBufferSize = sendBuffer;
        ReceiveBufferSize = socket.ReceiveBufferSize;
        SendBufferSize = socket.SendBufferSize;
        CoalescesReceives = TrySetOption(LibC.SolUdp, LibC.UdpGro, 1);
        TrySetOption(LibC.SolSocket, LibC.TimestampNanoseconds, 1);
        // A kernel without the option would ignore the ancillary data and send one huge datagram: ask first.
        SegmentsSends = useSegmentation && TrySetOption(LibC.SolUdp, LibC.UdpSegment, 0);
    }

    /// <summary>True while the kernel cuts trains for us. Becomes false for good when it refuses for this socket.</summary>
    public bool SegmentsSends { get; private set; }

    /// <summary>True where the kernel may deliver several datagrams as one train.</summary>
    public bool CoalescesReceives { get; }

    /// <summary>Bytes, as the system gave (it counts its own overhead in).</summary>
    public int ReceiveBufferSize { get; }

    /// <summary>Bytes, as the system gave (it counts its own overhead in).</summary>
    public int SendBufferSize { get; }

    /// <summary>For polling. Owned by this object.</summary>
    public SafeSocketHandle Descriptor => _socket.SafeHandle;

    /// <inheritdoc/>
    public Socket Socket => _socket;

    /// <summary>Where the socket is bound.</summary>
    public UdpEndpoint LocalEndpoint => UdpEndpoint.From((System.Net.IPEndPoint)_socket.LocalEndPoint!);

    /// <summary>Sends one train: the bytes of all vectors, cut into datagrams of <paramref name="segmentSize"/>.</summary>
    /// <param name="vectors">Memory that stays in place for the call; segments need not end where a vector ends.</param>
    /// <param name="segmentSize">Bytes per datagram; the last may be shorter.</param>
    /// <param name="destination">Where to.</param>
    public UdpSent Send(ReadOnlySpan<IoVector> vectors, int segmentSize, in UdpEndpoint destination)
    {
        long total = 0;
        foreach (var vector in vectors)
        {
            total += vector.Length;
        }

        if (total > MaxPayload || total > (long)segmentSize * MaxSegments || vectors.Length > MaxVectors)
        {
            return new UdpSent(UdpStatus.TooLarge, 0);
        }

        var name = stackalloc byte[SocketAddressLayout.MaxLength];
        var nameLength = SocketAddressLayout.Write(new Span<byte>(name, SocketAddressLayout.MaxLength), destination, _family);
        if (nameLength == 0)
        {
            return new UdpSent(UdpStatus.Unreachable, 0);
        }

        var message = new LibC.MessageHeader { Name = name, NameLength = (uint)nameLength };
        return total > segmentSize && SegmentsSends
            ? SendTrain(ref message, vectors, segmentSize, (int)total)
            : SendOneByOne(ref message, vectors, segmentSize, (int)total);
    }

    /// <summary>Takes the next train that waits.</summary>
    /// <param name="buffer"><see cref="ReceiveBufferLength"/> bytes; best pinned for ever.</param>
    public UdpReceived Receive(Span<byte> buffer)
    {
        var name = stackalloc byte[SocketAddressLayout.MaxLength];
        var control = stackalloc byte[ControlMessage.ReceivedSpace];
        fixed (byte* to = buffer)
        {
            var vector = new IoVector(to, buffer.Length);
            var message = new LibC.MessageHeader
            {
                Name = name,
                NameLength = SocketAddressLayout.MaxLength,
                Vectors = &vector,
                VectorCount = 1,
                Control = control,
                ControlLength = ControlMessage.ReceivedSpace,
            };
            nint received;
            do
            {
                received = LibC.ReceiveMessage(_socket.SafeHandle, &message, LibC.MsgDontWait);
            }
            while (received < 0 && LibC.LastError == Errno.Interrupted);
            if (received < 0)
            {
                return new UdpReceived(Errno.ToStatus(LibC.LastError), 0, 0, default);
            }

            var length = (int)received;
            ControlMessage.Read(control, message.ControlLength, out int segment, out long came);
            var status = (message.Flags & LibC.MsgTruncated) != 0 ? UdpStatus.TooLarge : UdpStatus.Ok;
            var sender = SocketAddressLayout.Read(new ReadOnlySpan<byte>(name, (int)message.NameLength));
            return new UdpReceived(status, length, segment > 0 && segment < length ? segment : length, sender, WaitSince(came));
        }
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose() => _socket.Dispose();

    // By the clock of the day, which is what the kernel stamps with. Where that is set meanwhile what it says is nonsense: more than a second is.
    private static Duration WaitSince(long came)
    {
        long waited = came == 0 ? 0 : ((DateTime.UtcNow - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick) - came;
        return waited is > 0 and < LongestWait ? new Duration(waited) : Duration.Zero;
    }

    private UdpSent SendTrain(ref LibC.MessageHeader message, ReadOnlySpan<IoVector> vectors, int segmentSize, int total)
    {
        var control = stackalloc byte[ControlMessage.Space];
        fixed (IoVector* first = vectors)
        {
            message.Vectors = first;
            message.VectorCount = (nuint)vectors.Length;
            message.Control = control;
            message.ControlLength = (nuint)ControlMessage.WriteSegmentSize(control, segmentSize);
            var error = SendMessage(ref message);
            if (!Errno.IsOffloadRefusal(error))
            {
                return new UdpSent(Errno.ToStatus(error), error == 0 ? total : 0);
            }
            // EINVAL is about this train, as segments above its route's MTU: other destinations keep the offload.
            if (error != Errno.Invalid)
            {
                SegmentsSends = false;
            }
        }
        message.Control = null;
        message.ControlLength = 0;
        return SendOneByOne(ref message, vectors, segmentSize, total);
    }

    private UdpSent SendOneByOne(ref LibC.MessageHeader message, ReadOnlySpan<IoVector> vectors, int segmentSize, int total)
    {
        var pieces = stackalloc IoVector[vectors.Length];
        var cursor = new SegmentCursor(vectors);
        var sent = 0;
        do
        {
            var length = Math.Min(segmentSize, total - sent);
            message.Vectors = pieces;
            message.VectorCount = (nuint)cursor.Next(length, pieces);
            var error = SendMessage(ref message);
            if (error != 0)
            {
                return new UdpSent(Errno.ToStatus(error), sent);
            }

            sent += length;
        }
        while (sent < total);
        return new UdpSent(UdpStatus.Ok, sent);
    }

    /// <summary>The error number, 0 for none. A datagram goes whole or not at all, so the count says nothing.</summary>
    private int SendMessage(ref LibC.MessageHeader message)
    {
        fixed (LibC.MessageHeader* pointer = &message)
        {
            int error;
            do
            {
                error = LibC.SendMessage(_socket.SafeHandle, pointer, LibC.MsgDontWait | LibC.MsgNoSignal) < 0 ? LibC.LastError : 0;
            }
            while (error == Errno.Interrupted);
            return error;
        }
    }

    private bool TrySetOption(int level, int option, int value)
    {
        try
        {
            _socket.SetRawSocketOption(level, option, BitConverter.GetBytes(value));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
