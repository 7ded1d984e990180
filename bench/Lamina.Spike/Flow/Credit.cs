using Lamina.Bearers.Linux;

namespace Lamina.Spike.Flow;

/// <summary>
/// The writer's side of what bounds the packets in flight, the same in every pipeline over UDP: it sends while fewer than
/// a window are unread, and then sleeps until half the window is free, so that a wake-up serves many trains.
/// </summary>
internal sealed unsafe class Credit(Board board, int window)
{
    private static readonly TimeSpan LossTimeout = TimeSpan.FromMilliseconds(50);

    private uint _sent;
    private uint _consumed;

    /// <summary>Waits until so many packets may be sent; false when the run is over.</summary>
    public bool Acquire(int packets)
    {
        while (_sent - _consumed + (uint)packets > window)
        {
            var seen = Volatile.Read(ref *board.Consumed);
            // A loss that nothing followed is assumed by time; the reader's count jumps over it later.
            if ((int)(seen - _consumed) > 0)
            {
                _consumed = seen;
            }
            else if (!Sleep(seen))
            {
                return false;
            }
        }
        if (!board.IsRunning)
        {
            return false;
        }

        _sent += (uint)packets;
        Volatile.Write(ref *board.Sent, *board.Sent + (ulong)packets);
        return true;
    }

    private bool Sleep(uint seen)
    {
        if (!board.IsRunning)
        {
            return false;
        }

        Volatile.Write(ref *board.WakeAt, _sent - (uint)(window / 2));
        Volatile.Write(ref *board.WriterSleeps, 1);
        // Flag, fence, look again; the reader counts, fences, looks at the flag: one of us sees the other.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref *board.Consumed) != seen)
        {
            Volatile.Write(ref *board.WriterSleeps, 0);
            return true;
        }
        FutexResult result;
        do
        {
            result = Futex.Wait(board.WriterSleeps, 1, LossTimeout);
        }
        while (result == FutexResult.Interrupted);
        Volatile.Write(ref *board.WriterSleeps, 0);
        if (result == FutexResult.TimedOut && Volatile.Read(ref *board.Consumed) == seen)
        {
            Volatile.Write(ref *board.Stalls, *board.Stalls + 1);
            _consumed = _sent;
        }
        return true;
    }
}
