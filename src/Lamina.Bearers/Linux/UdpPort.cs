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
public sealed partial class UdpPort : IDatagramPort, IPollSource, IDeparture, IDisposable
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
    /// The domain whose turns the port lives in; its run queue and departures run at the end of each. What is passed on waits there while a train is
    /// taken in, and leaves before the next one is received; what several flows send in a turn leaves with one call; and a train says how long it
    /// has waited in the system's queue. Null (default): what is sent leaves at once.
    /// </summary>
    public MachineContext? Domain { get; init; }

    /// <summary>What happened here.</summary>
    public UdpPortCounters Counters { get; } = new();

    /// <inheritdoc/>
    public long Traffic => Counters.ReceivedBytes + Counters.SentBytes;

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

        SendGathered(Instant.Zero);
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
}
