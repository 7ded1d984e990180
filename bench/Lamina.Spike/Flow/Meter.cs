using Lamina.Bearers.Linux;

namespace Lamina.Spike.Flow;

/// <summary>The reader's account: what came, what did not, and the credit for both.</summary>
internal sealed unsafe class Meter(Board board)
{
    private ulong _next;
    private ulong _intact;
    private ulong _lost;
    private ulong _broken;

    /// <summary>Whether the packet of this number is news: a later one says that those between are lost.</summary>
    public bool Accept(ulong number)
    {
        if (number < _next)
        {
            _broken++;
            return false;
        }
        _lost += number - _next;
        _next = number + 1;
        _intact++;
        return true;
    }

    public void Drop(int packets) => _broken += (ulong)packets;

    /// <summary>Once per train: reports, gives credit, and wakes the writer when it waits for this much.</summary>
    public void Publish()
    {
        Volatile.Write(ref *board.Intact, _intact);
        Volatile.Write(ref *board.Bytes, _intact * Shape.Payload);
        Volatile.Write(ref *board.Lost, _lost);
        Volatile.Write(ref *board.Broken, _broken);
        var consumed = (uint)_next;
        Volatile.Write(ref *board.Consumed, consumed);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref *board.WriterSleeps) == 0 || (int)(consumed - Volatile.Read(ref *board.WakeAt)) < 0)
        {
            return;
        }

        Volatile.Write(ref *board.WriterSleeps, 0);
        Futex.Wake(board.WriterSleeps, 1);
    }
}
