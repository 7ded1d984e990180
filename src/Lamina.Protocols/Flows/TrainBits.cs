using System.Numerics;
using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>Sets of segments of one train as the bits of a number, the first segment lowest.</summary>
internal static class TrainBits
{
    /// <summary>Most segments of a train that a flow end makes, and that it handles at once.</summary>
    internal const int MaxSegments = 64;

    /// <summary>The first so many segments.</summary>
    internal static ulong All(int count) => count >= MaxSegments ? ulong.MaxValue : (1UL << count) - 1;

    /// <summary>The segments from <paramref name="first"/> on, so many.</summary>
    internal static ulong Range(int first, int count) => All(count) << first;

    /// <summary>Takes the lowest run of neighbours out of a set that is not empty.</summary>
    internal static void TakeRun(ref ulong set, out int first, out int count)
    {
        first = BitOperations.TrailingZeroCount(set);
        count = BitOperations.TrailingZeroCount(~(set >> first));
        count = Math.Min(count, MaxSegments - first);
        set &= ~Range(first, count);
    }

    /// <summary>Cuts off a last segment that is shorter than a header, and counts it.</summary>
    /// <returns>False when nothing is left.</returns>
    internal static bool TryCutShort(ref Train train, int header, FlowEndCounters counters)
    {
        if (train.ShortestLength >= header)
        {
            return true;
        }

        // A train that claims a longer last segment than the others does not exist: only the last may be short.
        if (train.Count == 1 || train.Length < header)
        {
            counters.Drop(DropReason.Malformed, train.Count);
            return false;
        }

        counters.Drop(DropReason.Malformed);
        train = train.Slice(0, train.Count - 1);
        return true;
    }
}
