using Lamina.Core;

namespace Lamina.Ipc.Udp.Impairment;

/// <summary>
/// A port whose ways are worse than the one behind it: what a bad network does, without one. Copies every datagram while it
/// is impaired; while it is not, it costs a call and a look at a reference per train.
/// </summary>
public sealed class ImpairedPort : IDatagramPort, IDatagramUser, IImpairedWayUser, ITimed
{
    private const int MostKept = 4096;

    private readonly IDatagramPort _inner;
    private readonly MachineContext _context;
    private readonly ImpairedWay _outgoing;
    private readonly ImpairedWay _incoming;
    private readonly MachineTimer _writable;
    private IDatagramUser? _user;
    private bool _isBlocked;

    // What the rate's queue had room for when something was last sent: there is no less since.
    private int _room = int.MaxValue;
    private bool _isClosed;

    /// <summary>Stands in front of a port, not impaired yet.</summary>
    /// <param name="inner">The port.</param>
    /// <param name="context">What the machines of the port's domain share.</param>
    public ImpairedPort(IDatagramPort inner, MachineContext context)
    {
        _inner = inner;
        _context = context;
        _outgoing = new ImpairedWay(this, context);
        _incoming = new ImpairedWay(this, context);
        _writable = new MachineTimer(context.Timers, this);
    }

    /// <summary>How it is impaired; null: not at all.</summary>
    public PortImpairment? Impairment { get; private set; }

    /// <summary>What became of what was sent, since it was last set.</summary>
    public FateCounters Sent => _outgoing.Counters;

    /// <summary>What became of what was received, since it was last set.</summary>
    public FateCounters Received => _incoming.Counters;

    /// <summary>Datagrams dropped because too many waited, or because there was no buffer.</summary>
    public long NoRoomCount => _outgoing.NoRoomCount + _incoming.NoRoomCount;

    /// <inheritdoc/>
    public UdpEndpoint Local => _inner.Local;

    /// <inheritdoc/>
    public int MaxPayload => _inner.MaxPayload;

    /// <inheritdoc/>
    public int Credit => _isBlocked ? 0 : Math.Min(_room, _inner.Credit);

    /// <inheritdoc/>
    public IDatagramUser? User
    {
        get => _user;
        set
        {
            _user = value;
            _inner.User = value is null ? null : this;
        }
    }

    /// <summary>Impairs it from now on, or no more.</summary>
    /// <param name="impairment">How; null: not at all.</param>
    /// <param name="now">The present.</param>
    public void Set(PortImpairment? impairment, Instant now)
    {
        Impairment = impairment;
        var random = new SeededRandom(impairment?.Seed ?? _context.Random.NextUInt64());
        _outgoing.Set(impairment?.Ways.HasFlag(ImpairedWays.Out) == true ? impairment : null, random, now);
        _incoming.Set(impairment?.Ways.HasFlag(ImpairedWays.In) == true ? impairment : null, new SeededRandom(random.NextUInt64()), now);
        _room = int.MaxValue;
        if (_isBlocked && !_isClosed)
        {
            _writable.Set(now);
        }
    }

    /// <inheritdoc/>
    public void Send(in Train train, in UdpEndpoint to, Instant now)
    {
        if (!_outgoing.IsImpaired)
        {
            _inner.Send(train, to, now);
            return;
        }

        _outgoing.Take(train, to, isWhole: false, now);
        train.Buffer.Release();
        Block(now);
    }

    /// <inheritdoc/>
    public bool TrySendWhole(in Train datagram, in UdpEndpoint to, Instant now)
    {
        if (!_outgoing.IsImpaired)
        {
            return _inner.TrySendWhole(datagram, to, now);
        }

        _outgoing.Take(datagram, to, isWhole: true, now);
        datagram.Buffer.Release();
        return true;
    }

    /// <inheritdoc/>
    public void Close()
    {
        _isClosed = true;
        _outgoing.Close();
        _incoming.Close();
        _writable.Remove();
        _inner.Close();
    }

    void IDatagramUser.HandleDatagrams(in Train train, in UdpEndpoint from, Instant now)
    {
        if (_incoming.IsImpaired)
        {
            _incoming.Take(train, from, isWhole: false, now);
        }
        else
        {
            _user?.HandleDatagrams(train, from, now);
        }
    }

    void IDatagramUser.HandleWritable(Instant now)
    {
        if (!_isBlocked)
        {
            _user?.HandleWritable(now);
        }
    }

    void IImpairedWayUser.HandleArrived(ImpairedWay way, in Train train, in UdpEndpoint peer, bool isWhole, Instant now)
    {
        if (_isClosed)
        {
            return;
        }

        if (way == _incoming)
        {
            _user?.HandleDatagrams(train, peer, now);
            return;
        }

        // The way lends it, and a port consumes a reference.
        train.Buffer.Retain();
        if (isWhole)
        {
            _inner.TrySendWhole(train, peer, now);
        }
        else
        {
            _inner.Send(train, peer, now);
        }
    }

    void ITimed.HandleTimeout(Instant now)
    {
        _isBlocked = false;
        Block(now);
        if (!_isBlocked && _inner.Credit > 0)
        {
            _user?.HandleWritable(now);
        }
    }

    // As a socket: without room for a packet there is no credit until the queue is half empty. Some room is kept for what is
    // sent without asking, as probes of a path.
    private void Block(Instant now)
    {
        if (Impairment is not { BitsPerSecond: > 0 } rate || !_outgoing.IsImpaired || _isBlocked || _isClosed)
        {
            return;
        }

        int kept = Math.Min(MostKept, rate.QueueBytes / 2);
        int needed = Math.Min(MaxPayload + kept, rate.QueueBytes);
        long room = _outgoing.RoomAt(now);
        _room = (int)Math.Max(room - kept, 0);
        if (room < needed)
        {
            _isBlocked = true;
            _writable.Set(_outgoing.TimeOfRoom(needed));
        }
    }
}
