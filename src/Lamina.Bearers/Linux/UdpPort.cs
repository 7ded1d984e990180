using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Lamina.Bearers.Edges;
using Lamina.Core;

namespace Lamina.Bearers.Linux;

/// <summary>
/// A datagram port on a real UDP socket. Where the system takes trains a contiguous one goes out in one call, another one is gathered; while
/// the system's buffer is full trains wait in a bounded queue, and the port gives no credit. Datagrams may be fragmented
/// by IP, but for those of <see cref="TrySendWhole"/>: finding the path's size is a layer's own matter.
/// </summary>
public sealed unsafe partial class UdpPort : IDatagramPort, IPollSource, IDisposable
{
    /// <summary>Payload of a datagram that every common path takes: 1500 less IPv6 and UDP headers.</summary>
    public const int CommonPayload = 1452;

    /// <summary>Bytes that may wait while the system's buffer is full; also the credit while it is not.</summary>
    public const int QueueLimit = 512 * 1024;

    /// <summary>
    /// Bytes that may wait in the system's own queues, which it doubles: two trains. Where the link is the slower side, what waits there waits behind
    /// whatever class it is of, unseen by the layer's scheduler: a ping beside a flow of data on 1 Gbit/s takes 7 ms with 4 MiB, under 1 ms with this (medians: docs/PERFORMANCE.md).
    /// Half of it costs goodput on fast links; on slow ones it is less, see <see cref="DrainRate"/>.
    /// </summary>
    public const int SendBuffer = 64 * 1024;

    /// <summary>Room in front of received datagrams: layers that forward push their headers there.</summary>
    public const int ReceiveHeadRoom = 256;

    private readonly IUdpSocket _socket;
    private readonly FragmentationSwitch _fragmentation;
    private readonly PacketPool _pool;
    private readonly DrainRate _drain = new();
    private readonly TrainQueue _waiting = new(QueueLimit);
    private readonly Queue<UdpEndpoint> _destinations = new();
    private int _begun;
    private bool _isClosed;

    /// <summary>Binds a port.</summary>
    /// <param name="local">Where; port 0 lets the system choose.</param>
    /// <param name="pool">The pool of the domain that owns the port.</param>
    /// <param name="edge">Which kind of socket; null: the best that this process has.</param>
    /// <exception cref="SocketException">The address is not ours, or taken.</exception>
    public UdpPort(IPEndPoint local, PacketPool pool, SystemEdge? edge = null)
    {
        _pool = pool;
        Socket socket = Bind(local);
        _fragmentation = new FragmentationSwitch(socket);
        _fragmentation.Allow();
        _socket = (edge ?? SystemEdge.Present).Over(socket);
        Local = _socket.LocalEndpoint;
    }

    /// <summary>Raised when <see cref="WantsWrite"/> became true or the port closed: a sleeping loop must look again.</summary>
    public Action<UdpPort>? InterestChanged { get; init; }

    /// <summary>
    /// What is passed on waits here while a train is taken in; it leaves before the next one is received. Null (default): the user passes nothing on.
    /// </summary>
    public RunQueue? TurnsAround { get; init; }

    /// <summary>What happened here.</summary>
    public UdpPortCounters Counters { get; } = new();

    /// <inheritdoc/>
    public UdpEndpoint Local { get; }

    /// <inheritdoc/>
    public int MaxPayload => CommonPayload;

    /// <inheritdoc/>
    public int Credit => WantsWrite ? 0 : Math.Min(QueueLimit, _drain.Quantum);

    /// <inheritdoc/>
    public IDatagramUser? User { get; set; }

    /// <inheritdoc/>
    public SafeHandle Descriptor => _socket.Socket.SafeHandle;

    /// <inheritdoc/>
    public Socket Socket => _socket.Socket;

    /// <inheritdoc/>
    public bool WantsWrite => _waiting.Count > 0;

    /// <summary>True once <see cref="Close"/> was called.</summary>
    public bool IsClosed => _isClosed;

    /// <inheritdoc/>
    public void Send(in Train train, in UdpEndpoint to, Instant now)
    {
        if (_drain.TryForget(now))
        {
            AskForRoom();
        }

        int sent = _isClosed || WantsWrite ? 0 : TrySend(train, to, 0, now);
        if (sent == train.Count)
        {
            train.Buffer.Release();
        }
        else
        {
            Wait(train.Slice(sent, train.Count - sent), to);
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

        while (_waiting.Count > 0)
        {
            Train next = _waiting.Peek();
            _begun = TrySend(next, _destinations.Peek(), _begun, now);
            if (_begun < next.Count)
            {
                break;
            }

            _begun = 0;
            _waiting.TryDequeue(out Train sent);
            _destinations.Dequeue();
            sent.Buffer.Release();
        }

        if (!WantsWrite)
        {
            User?.HandleWritable(now);
        }
    }

    /// <summary>Goes on with a train; returns where it stops because the system's buffer is full: after the last segment, if it did not.</summary>
    private int TrySend(in Train train, in UdpEndpoint to, int first, Instant now)
    {
        int perCall = Math.Max(1, Math.Min(SegmentedUdpSocket.MaxSegments, Math.Min(SegmentedUdpSocket.MaxPayload, _drain.Quantum) / Math.Max(train.Length, 1)));
        while (first < train.Count)
        {
            Train part = first == 0 && perCall >= train.Count ? train : train.Slice(first, Math.Min(perCall, train.Count - first));
            UdpSent result = SendPart(part, to);
            if (result.Status == UdpStatus.WouldBlock)
            {
                // Where the system does not cut, some segments may have gone; never a part of one.
                Counters.SentBytes += result.BytesSent;
                _drain.NoteSent(result.BytesSent);
                if (_drain.NoteFull(now))
                {
                    AskForRoom();
                }

                return first + (result.BytesSent / Math.Max(train.Length, 1));
            }

            Count(result, part);
            first += part.Count;
        }

        return train.Count;
    }

    // The system doubles it, counts its own overhead in, and says that there is room when half is free: three trains, and the third tells.
    private void AskForRoom() => _socket.Socket.SendBufferSize = (int)Math.Min(SendBuffer, _drain.Quantum * 1.25);

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
                _drain.NoteSent(train.TotalLength);
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
}
