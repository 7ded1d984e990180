using Lamina.Core;

namespace Lamina.Wire.Tracing;

/// <summary>
/// What every message between trace components begins with.
/// <code>
///  +-----------+--------+
///  | version 1 | kind 1 |      kind 1 question, 2 answer
///  +-----------+--------+
/// </code>
/// </summary>
public static class TraceHeader
{
    /// <summary>The version that is spoken; messages of another are dropped.</summary>
    public const byte CurrentVersion = 1;

    /// <summary>A question.</summary>
    public const byte Question = 1;

    /// <summary>An answer.</summary>
    public const byte Answer = 2;

    /// <summary>Most hop numbers of a question: layers that it goes down, one more than lower ones.</summary>
    public const int MaxDepth = 8;

    /// <summary>Bytes that a question is padded to, so that its answer is not longer.</summary>
    public const int QuestionLength = 512;

    internal static void Write(ref SpanWriter writer, byte kind)
    {
        writer.WriteByte(CurrentVersion);
        writer.WriteByte(kind);
    }

    internal static bool TryTake(ref SpanReader reader, byte kind) => reader.ReadByte() == CurrentVersion & reader.ReadByte() == kind;
}
