using Lamina.Core;

namespace Lamina.Ipc.Udp.Impairment;

/// <summary>One way of an impaired port: datagrams go in, and come out when and as their fate is.</summary>
internal sealed class ImpairedWay : ITimed
{
    private const int MostDatagrams = 64;
    private const int MostTrainBytes = 65_507;

    // Layers that forward push their headers there, as in front of what a socket receives.
    private const int HeadRoom = 256;

    private readonly IImpairedWayUser _user;
    private readonly PacketPool _pool;
    private readonly MachineTimer _timer;
    private readonly WaitingDatagrams _waiting = new();
    private readonly WaitingDatagram[] _run = new WaitingDatagram[MostDatagrams];
    private PortImpairment? _profile;
    private Fates _fates;
    private Instant _since;
    private bool _isDelivering;
    private bool _isClosed;

    public ImpairedWay(IImpairedWayUser user, MachineContext context)
    {
        _user = user;
        _pool = context.Pool;
        _timer = new MachineTimer(context.Timers, this);
        _fates = new Fates(context.Random);
    }

    /// <summary>What happened since it was last set.</summary>
    public FateCounters Counters => _fates.Counters;

    /// <summary>Datagrams dropped because too many waited, or because there was no buffer.</summary>
    public long NoRoomCount { get; private set; }

    /// <summary>False: what comes need not go in.</summary>
    public bool IsImpaired => _profile is not null;

    /// <summary>Bytes that the rate's queue has room for.</summary>
    public long RoomAt(Instant now) => _profile is { } profile ? _fates.Queue.RoomAt(profile, now) : long.MaxValue;

    /// <summary>When half of the rate's queue is free, and at least so many bytes.</summary>
    public Instant TimeOfRoom(int bytes) => _fates.Queue.TimeOfRoom(_profile!, Math.Max(bytes, _profile!.QueueBytes / 2));

    /// <summary>From now on; null: not impaired. What waits keeps its time; where it is null now, it arrives at once.</summary>
    public void Set(PortImpairment? profile, IRandomSource random, Instant now)
    {
        _profile = profile;
        _fates = new Fates(random);
        _since = now;
        Deliver(profile is null ? Instant.Never : now, now);
    }

    /// <summary>Datagrams go in.</summary>
    public void Take(in Train train, in UdpEndpoint peer, bool isWhole, Instant now)
    {
        PortImpairment profile = _profile!;
        bool isDown = IsDownAt(now);
        for (int i = 0; i < train.Count; i++)
        {
            ReadOnlySpan<byte> bytes = train[i];
            if (!_fates.TryPass(bytes.Length, profile, isDown, now, out Instant departure))
            {
                continue;
            }

            if (_fates.IsDoubled(profile, departure, out Instant again))
            {
                Wait(bytes, peer, isWhole, again);
            }

            Wait(bytes, peer, isWhole, _fates.IsOvertaken(profile, departure, out Instant late) ? late : _fates.Arrival(profile, departure));
        }

        Deliver(now, now);
    }

    public void HandleTimeout(Instant now) => Deliver(now, now);

    public void Close()
    {
        _isClosed = true;
        _waiting.Clear();
        _timer.Remove();
    }

    private void Wait(ReadOnlySpan<byte> bytes, in UdpEndpoint peer, bool isWhole, Instant at)
    {
        if (_isClosed)
        {
            return;
        }

        if (_waiting.Add(bytes, peer, isWhole, at) is { } copy)
        {
            _fates.Spoil(copy.Bytes, _profile!);
        }
        else
        {
            NoRoomCount++;
        }
    }

    // Whoever hears of a datagram may send another one into this way before it returns.
    private void Deliver(Instant due, Instant now)
    {
        if (_isDelivering)
        {
            return;
        }

        _isDelivering = true;
        while (_waiting.TryPeek(due, out WaitingDatagram first))
        {
            DeliverRun(first, due, now);
        }

        _isDelivering = false;
        if (!_isClosed)
        {
            _timer.Set(_waiting.Next);
        }
    }

    private void DeliverRun(WaitingDatagram first, Instant due, Instant now)
    {
        int count = 0;
        int total = 0;
        bool isLast = false;
        (int length, UdpEndpoint peer, bool isWhole) = (first.Length, first.Peer, first.IsWhole);
        while (!isLast && count < MostDatagrams && _waiting.TryPeek(due, out WaitingDatagram next)
            && (count == 0 || (next.Peer == peer && next.Length is > 0 && next.Length <= length && !next.IsWhole))
            && total + next.Length <= MostTrainBytes)
        {
            // As segmentation offload: a shorter one ends the train.
            isLast = next.Length < length || isWhole || length == 0;
            total += next.Length;
            _run[count++] = _waiting.Take();
        }

        bool isDown = _profile is not null && IsDownAt(now);
        _fates.Land(count, isDown);
        if (isDown)
        {
            return;
        }

        if (!_pool.TryRent(HeadRoom + total, out PacketBuffer buffer))
        {
            NoRoomCount += count;
            return;
        }

        int offset = HeadRoom;
        for (int i = 0; i < count; i++)
        {
            _pool.Copy(_run[i].Bytes, buffer.Span[offset..]);
            offset += _run[i].Length;
        }

        _user.HandleArrived(this, Train.Contiguous(buffer, HeadRoom, total, length), peer, isWhole, now);
        buffer.Release();
    }

    private bool IsDownAt(Instant now) => _profile?.Outage is { } outage && outage.IsDown(now - _since);
}
