using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lamina.Core;

namespace Lamina.Bearers.Linux;

/// <summary>
/// A datagram port on a real UDP socket. A contiguous train goes out in one system call, another one is gathered; while
/// the system's buffer is full trains wait in a bounded queue, and the port gives no credit. Datagrams may be fragmented
/// by IP, but for those of <see cref="TrySendWhole"/>: finding the path's size is a layer's own matter.
/// </summary>
public sealed unsafe class UdpPort : IDatagramPort, IPollSource, IDisposable
{
    /// <summary>Payload of a datagram that every common path takes: 1500 less IPv6 and UDP headers.</summary>
    public const int CommonPayload = 1452;

    /// <summary>Bytes that may wait while the system's buffer is full; also the credit while it is not.</summary>
    public const int QueueLimit = 512 * 1024;

    /// <summary>Room in front of received datagrams: layers that forward push their headers there.</summary>
    public const int ReceiveHeadRoom = 256;

    private const int MaxReceivesPerTurn = 64;

    // Turns with one datagram, after which a second is looked for in one turn of eight only.
    private const int LoneTurns = 4;
    private const int LookEvery = 8;

    private const int LongestSmall = PacketPool.SmallCapacity - ReceiveHeadRoom;

    private readonly SegmentedUdpSocket _socket;
    private readonly FragmentationSwitch _fragmentation;
    private readonly PacketPool _pool;
    private readonly TrainQueue _waiting = new(QueueLimit);
    private readonly Queue<UdpEndpoint> _destinations = new();
    private PacketBuffer? _receiveBuffer;
    private int _loneTurns;
    private bool _isClosed;

    /// <summary>Binds a port.</summary>
    /// <param name="local">Where; port 0 lets the system choose.</param>
    /// <param name="pool">The pool of the domain that owns the port.</param>
    /// <exception cref="SocketException">The address is not ours, or taken.</exception>
    public UdpPort(IPEndPoint local, PacketPool pool)
    {
        _pool = pool;
        Socket socket = Bind(local);
        _fragmentation = new FragmentationSwitch(socket);
        _fragmentation.Allow();
        _socket = new SegmentedUdpSocket(socket);
        Local = _socket.LocalEndpoint;
    }

    /// <summary>Raised when <see cref="WantsWrite"/> became true or the port closed: a sleeping loop must look again.</summary>
    public Action<UdpPort>? InterestChanged { get; init; }

    /// <summary>What happened here.</summary>
    public UdpPortCounters Counters { get; } = new();

    /// <inheritdoc/>
    public UdpEndpoint Local { get; }

    /// <inheritdoc/>
    public int MaxPayload => CommonPayload;

    /// <inheritdoc/>
    public int Credit => WantsWrite ? 0 : QueueLimit;

    /// <inheritdoc/>
    public IDatagramUser? User { get; set; }

    /// <inheritdoc/>
    public SafeHandle Descriptor => _socket.Descriptor;

    /// <inheritdoc/>
    public bool WantsWrite => _waiting.Count > 0;

    /// <summary>True once <see cref="Close"/> was called.</summary>
    public bool IsClosed => _isClosed;

    /// <inheritdoc/>
    public void Send(in Train train, in UdpEndpoint to, Instant now)
    {
        if (_isClosed || WantsWrite || !TrySend(train, to))
        {
            Wait(train, to);
        }
        else
        {
            train.Buffer.Release();
        }
    }

    /// <summary>
    /// See <see cref="IDatagramPort.TrySendWhole"/>. Overtakes what waits; two system calls more than <see cref="Send"/>. Nothing
    /// that routers said counts, only the interface's own size.
    /// </summary>
    public bool TrySendWhole(in Train datagram, in UdpEndpoint to, Instant now)
    {
        UdpStatus status = UdpStatus.Failed;
        if (!_isClosed)
        {
            _fragmentation.Forbid();
            UdpSent result = SendPart(datagram, to);
            _fragmentation.Allow();
            status = result.Status;
            if (status != UdpStatus.TooLarge)
            {
                Count(result, datagram);
            }
        }

        datagram.Buffer.Release();
        return status != UdpStatus.TooLarge;
    }

    /// <inheritdoc/>
    public void HandleReady(bool readable, bool writable, Instant now)
    {
        if (writable)
        {
            SendWaiting(now);
        }

        if (readable)
        {
            ReceiveWaiting(now);
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        User = null;
        _waiting.Clear();
        _destinations.Clear();
        _receiveBuffer?.Release();
        _receiveBuffer = null;
        InterestChanged?.Invoke(this);
        _socket.Dispose();
    }

    /// <summary>As <see cref="Close"/>.</summary>
    public void Dispose() => Close();

    private static Socket Bind(IPEndPoint local)
    {
        var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        try
        {
            if (local.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = true;
            }

            socket.Bind(local);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Wait(in Train train, in UdpEndpoint to)
    {
        bool wasIdle = !WantsWrite;
        if (_isClosed || !_waiting.TryEnqueue(train))
        {
            Counters.DroppedQueueFull++;
            train.Buffer.Release();
            return;
        }

        _destinations.Enqueue(to);
        if (wasIdle)
        {
            InterestChanged?.Invoke(this);
        }
    }

    private void SendWaiting(Instant now)
    {
        if (!WantsWrite)
        {
            return;
        }

        while (_waiting.Count > 0 && TrySend(_waiting.Peek(), _destinations.Peek()))
        {
            _waiting.TryDequeue(out Train sent);
            _destinations.Dequeue();
            sent.Buffer.Release();
        }

        if (!WantsWrite)
        {
            User?.HandleWritable(now);
        }
    }

    /// <summary>False: the system's buffer is full, and nothing of the train has gone.</summary>
    private bool TrySend(in Train train, in UdpEndpoint to)
    {
        int perCall = Math.Max(1, Math.Min(SegmentedUdpSocket.MaxSegments, SegmentedUdpSocket.MaxPayload / Math.Max(train.Length, 1)));
        for (int first = 0; first < train.Count; first += perCall)
        {
            Train part = perCall >= train.Count ? train : train.Slice(first, Math.Min(perCall, train.Count - first));
            UdpSent result = SendPart(part, to);
            if (result.Status == UdpStatus.WouldBlock && first == 0 && result.BytesSent == 0)
            {
                return false;
            }

            Count(result, part);
        }

        return true;
    }

    private UdpSent SendPart(in Train train, in UdpEndpoint to)
    {
        Span<IoVector> vectors = stackalloc IoVector[SegmentedUdpSocket.MaxSegments];
        // Slabs are pinned for ever: the addresses stay good after the fixed block.
        fixed (byte* memory = train.Buffer.Span)
        {
            byte* start = memory + train.Offset;
            if (train.IsContiguous)
            {
                vectors[0] = new IoVector(start, train.TotalLength);
                return _socket.Send(vectors[..1], train.Length, to);
            }

            for (int i = 0; i < train.Count; i++)
            {
                vectors[i] = new IoVector(start + (i * train.Stride), train.LengthOf(i));
            }

            return _socket.Send(vectors[..train.Count], train.Length, to);
        }
    }

    private void Count(in UdpSent result, in Train train)
    {
        switch (result.Status)
        {
            case UdpStatus.Ok:
                Counters.Sent++;
                Counters.SentBytes += train.TotalLength;
                break;
            case UdpStatus.WouldBlock:
                Counters.DroppedQueueFull++;
                break;
            case UdpStatus.TooLarge:
                Counters.DroppedTooLarge++;
                break;
            default:
                Counters.DroppedUnsendable++;
                break;
        }
    }

    private void ReceiveWaiting(Instant now)
    {
        for (int i = 0; i < MaxReceivesPerTurn && !_isClosed; i++)
        {
            if (_receiveBuffer is null && !_pool.TryRent(PacketPool.LargeCapacity, out _receiveBuffer))
            {
                _receiveBuffer = null;
                if (!Discard())
                {
                    return;
                }

                continue;
            }

            Span<byte> room = _receiveBuffer.Span.Slice(ReceiveHeadRoom, SegmentedUdpSocket.ReceiveBufferLength);
            UdpReceived result = _socket.Receive(room);
            if (result.Status == UdpStatus.WouldBlock)
            {
                _loneTurns = i == 1 ? _loneTurns + 1 : 0;
                return;
            }

            if (result.Status == UdpStatus.Ok && result.Length > 0)
            {
                Deliver(result, now);
            }

            // Where datagrams come one by one the second look is a system call in vain: the wait that follows looks anyway.
            if (i == 0 && _loneTurns >= LoneTurns)
            {
                _loneTurns++;
                if (_loneTurns % LookEvery != 0)
                {
                    return;
                }
            }
            else if (i > 0)
            {
                _loneTurns = 0;
            }
        }
    }

    /// <summary>Takes one datagram off the socket without room for it: a socket that stays readable would spin the loop.</summary>
    private bool Discard()
    {
        Span<byte> nowhere = stackalloc byte[1];
        if (_socket.Receive(nowhere).Status == UdpStatus.WouldBlock)
        {
            return false;
        }

        Counters.DroppedNoBuffer++;
        return true;
    }

    private void Deliver(in UdpReceived result, Instant now)
    {
        Counters.Received++;
        Counters.ReceivedBytes += result.Length;
        PacketBuffer buffer = _receiveBuffer!;
        // A small datagram that is kept must not hold 64 KiB; the copy is cheaper than a large buffer gone.
        if (result.Length <= LongestSmall && _pool.TryRent(PacketPool.SmallCapacity, out PacketBuffer small))
        {
            buffer.Span.Slice(ReceiveHeadRoom, result.Length).CopyTo(small.Span[ReceiveHeadRoom..]);
            User?.HandleDatagrams(Train.Contiguous(small, ReceiveHeadRoom, result.Length, result.SegmentSize), result.Sender, now);
            small.Release();
            return;
        }

        // Held for the call: the user may close the port, which gives the receive buffer back.
        buffer.Retain();
        User?.HandleDatagrams(Train.Contiguous(buffer, ReceiveHeadRoom, result.Length, result.SegmentSize), result.Sender, now);
        buffer.Release();
        if (!_isClosed && buffer.IsShared)
        {
            buffer.Release();
            _receiveBuffer = null;
        }
    }
}
