using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Spike.Flow;

namespace Lamina.Spike.Rings;

/// <summary>How the parts sleep on a ring by futex, and wake the other side only when it sleeps.</summary>
internal static unsafe class RingWaits
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>The next record; false when the board has ended.</summary>
    public static bool Next(RingReader reader, Board board, out ReadOnlySpan<byte> bytes)
    {
        while (!reader.TryPeek(out bytes, out _))
        {
            if (board.HasEnded || reader.State != RingState.Open)
            {
                return false;
            }

            if (!reader.PrepareToSleep())
            {
                continue;
            }

            Futex.Wait(reader.WaitWord, 1, LookAgain);
            reader.Awake();
        }
        return true;
    }

    /// <summary>Done with the record.</summary>
    public static void Release(RingReader reader)
    {
        reader.Advance();
        if (reader.Release())
        {
            Futex.Wake(reader.WakeWord, 1);
        }
    }

    /// <summary>Room for a record; false when the board has ended.</summary>
    public static bool Reserve(RingWriter writer, Board board, int length, out Span<byte> bytes)
    {
        while (!writer.TryReserve(length, out bytes))
        {
            if (board.HasEnded || writer.State != RingState.Open)
            {
                return false;
            }

            if (!writer.PrepareToWait(length))
            {
                continue;
            }

            Futex.Wait(writer.WaitWord, 1, LookAgain);
            writer.Awake();
        }
        return true;
    }

    /// <summary>Shows a record to the reader.</summary>
    public static void Publish(RingWriter writer, int length)
    {
        writer.Commit(length, 0);
        if (writer.Publish())
        {
            Futex.Wake(writer.WakeWord, 1);
        }
    }
}
