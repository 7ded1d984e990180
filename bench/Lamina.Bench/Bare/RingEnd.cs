using Lamina.Bearers.Linux;
using Lamina.Bearers.Rings;
using Lamina.Spike.Flow;

namespace Lamina.Bench.Bare;

/// <summary>One end of two bare rings: a copy in and a copy out, a futex where nothing is there, or no sleep at all.</summary>
internal sealed unsafe class RingEnd(RingReader reader, RingWriter writer, Board board, bool isBusy)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>False: all is over.</summary>
    public bool TryRead(Span<byte> target, out int length)
    {
        ReadOnlySpan<byte> record;
        for (int idle = 0; !reader.TryPeek(out record, out _); idle++)
        {
            if (board.HasEnded || reader.State != RingState.Open)
            {
                length = 0;
                return false;
            }

            if (isBusy)
            {
                Rest(idle);
            }
            else if (reader.PrepareToSleep())
            {
                Futex.Wait(reader.WaitWord, 1, LookAgain);
                reader.Awake();
            }
        }

        length = record.Length;
        record.CopyTo(target);
        reader.Advance();
        if (reader.Release())
        {
            Futex.Wake(reader.WakeWord, 1);
        }

        return true;
    }

    public bool TryWrite(ReadOnlySpan<byte> message) => TryWrite(writer, message, message.Length, board);

    /// <summary>Writes as many records as the message holds, and publishes them at once.</summary>
    public static bool TryWrite(RingWriter writer, ReadOnlySpan<byte> message, int recordLength, Board board)
    {
        for (int at = 0; at < message.Length; at += recordLength)
        {
            Span<byte> record;
            while (!writer.TryReserve(recordLength, out record))
            {
                Publish(writer);
                if (board.HasEnded || writer.State != RingState.Open)
                {
                    return false;
                }

                if (writer.PrepareToWait(recordLength))
                {
                    Futex.Wait(writer.WaitWord, 1, LookAgain);
                    writer.Awake();
                }
            }

            message.Slice(at, recordLength).CopyTo(record);
            writer.Commit(recordLength, 0);
        }

        Publish(writer);
        return true;
    }

    /// <summary>Takes what comes, and counts it on the board.</summary>
    public static void Count(RingReader reader, Board board)
    {
        byte[] destination = new byte[Shape.WriteLength];
        while (!board.HasEnded && reader.State == RingState.Open)
        {
            ulong records = 0;
            ulong bytes = 0;
            while (records < Shape.RawSegments && reader.TryPeek(out ReadOnlySpan<byte> record, out _))
            {
                record.CopyTo(destination);
                reader.Advance();
                records++;
                bytes += (ulong)record.Length;
            }

            if (records > 0)
            {
                Volatile.Write(ref *board.Intact, *board.Intact + records);
                Volatile.Write(ref *board.Bytes, *board.Bytes + bytes);
                if (reader.Release())
                {
                    Futex.Wake(reader.WakeWord, 1);
                }
            }
            else if (reader.PrepareToSleep())
            {
                Futex.Wait(reader.WaitWord, 1, LookAgain);
                reader.Awake();
            }
        }
    }

    private static void Publish(RingWriter writer)
    {
        if (writer.Publish())
        {
            Futex.Wake(writer.WakeWord, 1);
        }
    }

    private static void Rest(int idle)
    {
        // Between two measurements the processor is somebody else's.
        if (idle > 1_000_000)
        {
            Thread.Sleep(1);
        }
    }
}
