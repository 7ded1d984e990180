using System.Buffers.Binary;
using Lamina.Core;

namespace Lamina.Wire.Tracing;

/// <summary>
/// Asks the member at which the packet's hops run out, or which it is for: who are you, and where would you send it? Where hop
/// numbers follow, it is asked to put the rest of the question to the flow below that it would send it over.
/// <code>
///  +----------+----------+----------+---------+---------+--------------+-----------+
///  | header 2 | spread 8 | cookie 8 | asker 8 | count 1 | hop numbers  | 0 0 0 ... |
///  +----------+----------+----------+---------+---------+--------------+-----------+
/// </code>
/// Destination and cube are those of the packet. The padding makes it as long as its answer may be.
/// </summary>
public readonly ref struct TraceQuestion(ulong spread, ulong cookie, Address asker, ReadOnlySpan<byte> below)
{
    private const int SpreadOffset = 2;
    private const int FixedLength = 27;

    /// <summary>EID of the flow that is traced: what members hash to choose among equal ways.</summary>
    public ulong Spread { get; } = spread;

    /// <summary>A random number that the answer repeats.</summary>
    public ulong Cookie { get; } = cookie;

    /// <summary>Address of the member that is to be answered.</summary>
    public Address Asker { get; } = asker;

    /// <summary>Hop numbers in the layers below; none: the question is for the member itself.</summary>
    public ReadOnlySpan<byte> Below { get; } = below;

    /// <summary>The EID that a message of the trace component is to be spread by: that of the flow in a question, else its own.</summary>
    public static ulong SpreadOf(ReadOnlySpan<byte> message, ulong own) =>
        message is [TraceHeader.CurrentVersion, TraceHeader.Question, ..] && message.Length >= FixedLength
            ? BinaryPrimitives.ReadUInt64BigEndian(message[SpreadOffset..])
            : own;

    /// <summary>Reads a question; the bytes are lent.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out TraceQuestion question)
    {
        var reader = new SpanReader(message);
        bool isQuestion = TraceHeader.TryTake(ref reader, TraceHeader.Question);
        ulong spread = reader.ReadUInt64();
        ulong cookie = reader.ReadUInt64();
        var asker = new Address(reader.ReadUInt64());
        int count = reader.ReadByte();
        ReadOnlySpan<byte> below = reader.ReadBytes(count);
        question = new(spread, cookie, asker, below);
        return isQuestion && !reader.Failed && count < TraceHeader.MaxDepth && asker != Address.None;
    }

    /// <summary>Fills the target, which is as long as the question is to be.</summary>
    /// <returns>False when it is too short.</returns>
    public bool TryWrite(Span<byte> target)
    {
        var writer = new SpanWriter(target);
        TraceHeader.Write(ref writer, TraceHeader.Question);
        writer.WriteUInt64(Spread);
        writer.WriteUInt64(Cookie);
        writer.WriteUInt64(Asker.Value);
        writer.WriteByte((byte)Below.Length);
        writer.WriteBytes(Below);
        target[writer.Length..].Clear();
        return !writer.Failed;
    }
}
