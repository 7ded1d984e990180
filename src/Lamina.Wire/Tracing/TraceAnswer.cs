using Lamina.Core;

namespace Lamina.Wire.Tracing;

/// <summary>
/// The answer to a <see cref="TraceQuestion"/>.
/// <code>
///  +----------+----------+--------------+--------+--------------------------+
///  | header 2 | cookie 8 | round trip 4 | form 1 | record, see TraceRecord  |
///  +----------+----------+--------------+--------+--------------------------+
/// </code>
/// </summary>
/// <param name="Cookie">That of the question.</param>
/// <param name="RoundTrip">What who asked last on the way down measured, in whole microseconds; zero: nobody did yet.</param>
/// <param name="Record">What is there.</param>
public sealed record TraceAnswer(ulong Cookie, Duration RoundTrip, TraceRecord Record)
{
    /// <summary>Reads an answer.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out TraceAnswer answer)
    {
        answer = null!;
        var reader = new SpanReader(message);
        if (!TraceHeader.TryTake(ref reader, TraceHeader.Answer))
        {
            return false;
        }

        ulong cookie = reader.ReadUInt64();
        var roundTrip = Duration.FromMicroseconds(reader.ReadUInt32());
        if (TraceRecord.Take(ref reader) is not { } record)
        {
            return false;
        }

        answer = new TraceAnswer(cookie, roundTrip, record);
        return true;
    }

    /// <summary>Writes it; what a record has too much of for the target is left out.</summary>
    /// <returns>Its length; 0 where there is no room for the least.</returns>
    public int Write(Span<byte> target)
    {
        var writer = new SpanWriter(target);
        TraceHeader.Write(ref writer, TraceHeader.Answer);
        writer.WriteUInt64(Cookie);
        writer.WriteUInt32((uint)Math.Clamp(RoundTrip.Nanoseconds / 1000, 0, uint.MaxValue));
        Record.Write(ref writer);
        return writer.Failed ? 0 : writer.Length;
    }
}
