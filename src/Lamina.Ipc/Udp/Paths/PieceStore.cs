using Lamina.Core;
using Lamina.Wire.Udp;

namespace Lamina.Ipc.Udp.Paths;

/// <summary>Puts together what came in pieces. Bounded in number and in time; the oldest goes first.</summary>
internal sealed class PieceStore : ITimed
{
    /// <summary>Datagrams in the making, of peers that flows go to.</summary>
    public const int Limit = 256;

    /// <summary>Datagrams in the making, of all others: the first packet of a flow may be among them.</summary>
    public const int StrangersLimit = 16;

    /// <summary>In front of a datagram, as a port leaves it.</summary>
    public const int HeadRoom = 256;

    /// <summary>How long missing pieces are waited for: pieces of one datagram leave in one system call.</summary>
    public static readonly Duration Patience = Duration.FromSeconds(1);

    private readonly MachineContext _context;
    private readonly UdpCounters _counters;
    private readonly int _limit;
    private readonly MachineTimer _timer;
    private readonly Dictionary<Key, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _byAge = [];

    public PieceStore(MachineContext context, UdpCounters counters, int limit = Limit)
    {
        _limit = limit;
        _context = context;
        _counters = counters;
        _timer = new MachineTimer(context.Timers, this);
    }

    /// <summary>Takes a piece.</summary>
    /// <param name="from">Who sent it.</param>
    /// <param name="header">What it says.</param>
    /// <param name="piece">Its bytes.</param>
    /// <param name="whole">The datagram that is complete with it; the caller gets its reference.</param>
    /// <param name="now">The present.</param>
    /// <returns>True where one is complete.</returns>
    public bool TryComplete(UdpEndpoint from, in UdpPieceHeader header, ReadOnlySpan<byte> piece, out Train whole, Instant now)
    {
        whole = default;
        var key = new Key(from, header.Number);
        if (!_entries.TryGetValue(key, out LinkedListNode<Entry>? node) && !TryBegin(key, header, now, out node))
        {
            return false;
        }

        PartialPacket packet = node.Value.Packet;
        if (!packet.TryAdd(header, piece))
        {
            _counters.Malformed++;
            return false;
        }

        if (!packet.IsWhole)
        {
            return false;
        }

        Remove(node);
        whole = packet.Whole;
        _counters.PutTogether++;
        return true;
    }

    public void HandleTimeout(Instant now)
    {
        while (_byAge.First is { } oldest && oldest.Value.Packet.Until <= now)
        {
            GiveUp(oldest);
        }

        if (_byAge.First is { } next)
        {
            _timer.Set(next.Value.Packet.Until);
        }
    }

    public void Shutdown()
    {
        _timer.Remove();
        while (_byAge.First is { } oldest)
        {
            GiveUp(oldest);
        }
    }

    private bool TryBegin(in Key key, in UdpPieceHeader header, Instant now, out LinkedListNode<Entry> node)
    {
        node = null!;
        if (_byAge.Count == _limit)
        {
            GiveUp(_byAge.First!);
        }

        if (!_context.Pool.TryRent(HeadRoom + header.Total, out PacketBuffer buffer))
        {
            _counters.NoBuffer++;
            return false;
        }

        var packet = new PartialPacket(buffer, header.Count, header.Total, now + Patience);
        node = _byAge.AddLast(new Entry(key, packet));
        _entries.Add(key, node);
        if (_byAge.Count == 1)
        {
            _timer.Set(packet.Until);
        }

        return true;
    }

    private void GiveUp(LinkedListNode<Entry> node)
    {
        _counters.PiecesMissing++;
        Remove(node);
        node.Value.Packet.Buffer.Release();
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _entries.Remove(node.Value.Key);
        _byAge.Remove(node);
        if (_byAge.Count == 0)
        {
            _timer.Stop();
        }
    }

    private readonly record struct Key(UdpEndpoint From, uint Number);

    private readonly record struct Entry(Key Key, PartialPacket Packet);
}
