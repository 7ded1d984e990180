using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>
/// How lent segments are kept: by their buffer, without a copy; or, where few bytes would hold a large buffer, copied into
/// small ones, so that what waits for a reader never holds much more memory than it has bytes.
/// </summary>
internal static class ReceivedSlice
{
    // Segments that fill less than this part of their buffer are copied, if they fit into small ones.
    private const int LeastPart = 4;

    /// <summary>How many segments of a slice to <see cref="Keep"/> at once: those that fit one small buffer, or all.</summary>
    internal static int SegmentsToCopy(in Train slice) =>
        IsSmallPart(slice) ? PacketPool.SmallCapacity / Math.Max(1, slice.Length) : slice.Count;

    /// <summary>Keeps a slice; the caller then holds one reference of the buffer in the result.</summary>
    internal static Train Keep(in Train slice, PacketPool pool, FlowEndCounters counters)
    {
        if (IsSmallPart(slice) && slice.TotalLength <= PacketPool.SmallCapacity && slice.TryCopy(pool, headRoom: 0, out Train copy))
        {
            counters.ReceiveCopies += slice.Count;
            return copy;
        }

        slice.Buffer.Retain();
        return slice;
    }

    private static bool IsSmallPart(in Train slice) =>
        slice.Buffer.Capacity > PacketPool.SmallCapacity
        && slice.Length <= PacketPool.SmallCapacity
        && slice.TotalLength < slice.Buffer.Capacity / LeastPart;
}
