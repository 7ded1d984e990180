using Lamina.Bearers.Rings;
using Lamina.Spike.Flow;

namespace Lamina.Spike.Rings;

/// <summary>The ring by itself: a record per write, one copy in, one copy out. Its own bound is the only one.</summary>
internal static unsafe class BareRing
{
    private const int Length = Shape.RawSegments * Shape.Payload;

    public static void Write(Board board, RingMemory ring)
    {
        var source = Shape.Source();
        var writer = new RingWriter(ring);
        while (board.AwaitStart())
        {
            while (board.IsRunning && RingWaits.Reserve(writer, board, Length, out var bytes))
            {
                source.AsSpan(0, Length).CopyTo(bytes);
                RingWaits.Publish(writer, Length);
                Volatile.Write(ref *board.Sent, *board.Sent + Shape.RawSegments);
            }
        }
    }

    public static void Read(Board board, RingMemory ring)
    {
        var destination = new byte[Length];
        var reader = new RingReader(ring);
        while (RingWaits.Next(reader, board, out var bytes))
        {
            bytes.CopyTo(destination);
            Volatile.Write(ref *board.Bytes, *board.Bytes + (ulong)bytes.Length);
            Volatile.Write(ref *board.Intact, *board.Intact + Shape.RawSegments);
            RingWaits.Release(reader);
        }
    }
}
