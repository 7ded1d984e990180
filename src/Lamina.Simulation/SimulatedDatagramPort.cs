using Lamina.Core;
using Lamina.Simulation.Links;

namespace Lamina.Simulation;

/// <summary>
/// A UDP port of a simulated host. Where its links have a rate it has no credit while one of their queues is full, and
/// says when that queue is half empty again, as a socket does; what is sent all the same, a link drops.
/// </summary>
public sealed class SimulatedDatagramPort : IDatagramPort, IEvent
{
    private const int SendBuffer = 4 << 20;

    // Hosts stand on Ethernet: 1500 less IPv4 and UDP headers. What is beyond it is a link's matter (LinkProfile.MaxDatagram).
    private const int LongestWhole = 1472;

    private readonly Dictionary<UdpEndpoint, LinkDirection> _links = [];
    private readonly List<LinkDirection> _directions = [];
    private readonly SimulatedHost _host;
    private bool _isBlocked;

    internal SimulatedDatagramPort(SimulatedHost host, UdpEndpoint local)
    {
        _host = host;
        Local = local;
    }

    /// <inheritdoc/>
    public UdpEndpoint Local { get; }

    /// <inheritdoc/>
    public int MaxPayload => 1452;

    /// <inheritdoc/>
    public int Credit => !IsOpen || _isBlocked ? 0 : (int)Math.Min(SendBuffer, Room);

    /// <inheritdoc/>
    public IDatagramUser? User { get; set; }

    /// <summary>Datagrams dropped: no link leads there, or the host had no buffer, or nobody uses the port.</summary>
    public long DroppedCount { get; private set; }

    /// <summary>Datagrams sent, dropped ones included.</summary>
    public long SentCount { get; private set; }

    /// <summary>Their bytes.</summary>
    public long SentBytes { get; private set; }

    internal bool IsOpen { get; private set; } = true;

    private long Room
    {
        get
        {
            long room = long.MaxValue;
            foreach (LinkDirection link in _directions)
            {
                room = Math.Min(room, link.Room - link.Reserve);
            }

            // Less than a packet is nothing: who may send a byte sends a datagram.
            return room < MaxPayload ? 0 : room;
        }
    }

    /// <inheritdoc/>
    public void Send(in Train train, in UdpEndpoint to, Instant now)
    {
        SentCount += train.Count;
        SentBytes += train.TotalLength;
        if (IsOpen && _links.TryGetValue(to, out LinkDirection? link))
        {
            link.Send(train, now);
            Block(now);
        }
        else
        {
            DroppedCount += train.Count;
        }

        train.Buffer.Release();
    }

    /// <inheritdoc/>
    public bool TrySendWhole(in Train datagram, in UdpEndpoint to, Instant now)
    {
        if (datagram.Length > LongestWhole)
        {
            datagram.Buffer.Release();
            return false;
        }

        Send(datagram, to, now);
        return true;
    }

    /// <inheritdoc/>
    public void Close() => IsOpen = false;

    internal void Attach(UdpEndpoint peer, LinkDirection link)
    {
        _links.Add(peer, link);
        _directions.Add(link);
    }

    internal void Reopen()
    {
        User = null;
        IsOpen = true;
    }

    internal void Receive(Flight flight, UdpEndpoint from, bool asTrains, Instant now)
    {
        int offset = 0;
        for (int first = 0; first < flight.Lengths.Count;)
        {
            int total = flight.Lengths[first];
            int count = asTrains ? TrainLength(flight.Lengths, first, out total) : 1;
            Hand(flight.Bytes.Slice(offset, total), flight.Lengths[first], count, from, now);
            offset += total;
            first += count;
        }

        _host.Run(now);
    }

    void IEvent.Happen(Instant now)
    {
        _isBlocked = false;
        Block(now);
        if (!_isBlocked && IsOpen && User is { } user)
        {
            user.HandleWritable(now);
            _host.Run(now);
        }
    }

    // As receive offload: datagrams of one length follow each other, and a shorter one ends the train.
    private static int TrainLength(IReadOnlyList<int> lengths, int first, out int total)
    {
        int length = lengths[first];
        total = length;
        int next = first + 1;
        while (length > 0 && next < lengths.Count && lengths[next] <= length && total + lengths[next] <= PacketPool.LargeCapacity)
        {
            total += lengths[next];
            if (lengths[next++] < length)
            {
                break;
            }
        }

        return next - first;
    }

    // Once there is no room for a packet it waits until the fullest queue is half empty: fewer, longer turns.
    private void Block(Instant now)
    {
        if (_isBlocked || Room > 0)
        {
            return;
        }

        _isBlocked = true;
        Instant writable = now;
        foreach (LinkDirection link in _directions)
        {
            if (link.Room - link.Reserve < MaxPayload)
            {
                writable = Instant.Max(writable, link.TimeOfRoom(MaxPayload + link.Reserve));
            }
        }

        _host.Network.Events.Add(writable, this);
    }

    private void Hand(ReadOnlySpan<byte> bytes, int stride, int count, in UdpEndpoint from, Instant now)
    {
        if (!IsOpen || User is null || !_host.Context.Pool.TryRent(bytes.Length, out PacketBuffer buffer))
        {
            DroppedCount += count;
            return;
        }

        bytes.CopyTo(buffer.Span);
        User.HandleDatagrams(Train.Contiguous(buffer, 0, bytes.Length, stride), from, now);
        buffer.Release();
    }
}
