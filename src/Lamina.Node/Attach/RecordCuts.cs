using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Node.Attach;

/// <summary>Cuts a train into what one record may hold.</summary>
internal static class RecordCuts
{
    /// <summary>The next part.</summary>
    /// <param name="train">The whole.</param>
    /// <param name="first">Where the part begins, 0 at first; moved on.</param>
    /// <param name="part">A record's worth.</param>
    /// <returns>False: that was all.</returns>
    public static bool TryNext(in Train train, ref int first, out Train part)
    {
        if (first >= train.Count)
        {
            part = default;
            return false;
        }

        // Behind others in a record an empty packet would leave no trace.
        int filled = train.LastLength == 0 ? train.Count - 1 : train.Count;
        int most = train.Length == 0 ? 1 : Math.Clamp(AttachRecord.MaxBytes / train.Length, 1, AttachRecord.MaxSegments);
        part = train.Slice(first, first < filled ? Math.Min(most, filled - first) : 1);
        first += part.Count;
        return true;
    }

    /// <summary>Copies the segments, one behind the other.</summary>
    public static void Copy(in Train train, Span<byte> to)
    {
        if (train.IsContiguous)
        {
            train.Buffer.Pool.Copy(train.Buffer.Span.Slice(train.Offset, train.TotalLength), to);
            return;
        }

        for (int i = 0; i < train.Count; i++)
        {
            train.Buffer.Pool.Copy(train[i], to[(i * train.Length)..]);
        }
    }
}
