using Lamina.Core;

namespace Lamina.Ipc.Udp.Impairment;

/// <summary>Datagrams on an impaired way, by the time at which they arrive; those of one time in the order in which they came.</summary>
internal sealed class WaitingDatagrams
{
    /// <summary>Bytes that wait at most.</summary>
    public const int MostBytes = 32 << 20;

    private readonly PriorityQueue<WaitingDatagram, (long At, long Order)> _waiting = new();
    private readonly Stack<WaitingDatagram> _free = new();
    private long _order;
    private long _bytes;

    /// <summary>When the next arrives.</summary>
    public Instant Next => _waiting.TryPeek(out _, out (long At, long Order) first) ? new Instant(first.At) : Instant.Never;

    /// <summary>Takes a copy in.</summary>
    /// <returns>The copy, which may be spoiled; null where there is no room.</returns>
    public WaitingDatagram? Add(ReadOnlySpan<byte> bytes, in UdpEndpoint peer, bool isWhole, Instant at)
    {
        if (_bytes + bytes.Length > MostBytes)
        {
            return null;
        }

        WaitingDatagram datagram = _free.TryPop(out WaitingDatagram? used) ? used : new WaitingDatagram();
        datagram.Fill(bytes, peer, isWhole);
        _bytes += bytes.Length;
        _waiting.Enqueue(datagram, (at.Nanoseconds, _order++));
        return datagram;
    }

    /// <summary>The next, where its time has come.</summary>
    public bool TryPeek(Instant now, out WaitingDatagram datagram)
    {
        bool isDue = _waiting.TryPeek(out WaitingDatagram? first, out (long At, long Order) due) && due.At <= now.Nanoseconds;
        datagram = first!;
        return isDue;
    }

    /// <summary>Takes the next off; it is good until the next <see cref="Add"/>.</summary>
    public WaitingDatagram Take()
    {
        WaitingDatagram datagram = _waiting.Dequeue();
        _bytes -= datagram.Length;
        _free.Push(datagram);
        return datagram;
    }

    public void Clear()
    {
        _waiting.Clear();
        _free.Clear();
        _bytes = 0;
    }
}
