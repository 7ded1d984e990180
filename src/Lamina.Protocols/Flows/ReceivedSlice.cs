using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>
/// How lent segments are kept: by their buffer, without a copy; or, where few bytes would hold a large buffer, copied into
/// one of their own size, so that what waits for a reader never holds much more memory than it has bytes.
/// </summary>
internal static class ReceivedSlice
{
    // Segments that would fit a buffer of this part of theirs are copied.
    private const int LeastPart = 4;

    /// <summary>Keeps a slice; the caller then holds one reference of the buffer in the result.</summary>
    internal static Train Keep(in Train slice, PacketPool pool, FlowEndCounters counters)
    {
        if (PacketPool.CapacityFor(slice.TotalLength) <= slice.Buffer.Capacity / LeastPart && slice.TryCopy(pool, headRoom: 0, out Train copy))
        {
            counters.ReceiveCopies += slice.Count;
            return copy;
        }

        slice.Buffer.Retain();
        return slice;
    }
}
