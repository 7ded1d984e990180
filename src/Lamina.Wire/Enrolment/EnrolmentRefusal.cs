using System.Text;
using Lamina.Core;

namespace Lamina.Wire.Enrolment;

/// <summary>
/// No, and why: hand-written, and of one layout in all versions, so that every joiner can tell its user.
/// <code>
/// +----------+--------+-------------+-------------+-----------+----------------------+
/// | kind = 2 | reason | min version | max version | length 1  | text for a person    |
/// +----------+--------+-------------+-------------+-----------+----------------------+
/// </code>
/// </summary>
/// <param name="Reason">The kind of refusal.</param>
/// <param name="MinVersion">The oldest version that the refuser speaks.</param>
/// <param name="MaxVersion">The newest version that the refuser speaks.</param>
/// <param name="Text">One sentence, UTF-8, at most <see cref="MaxTextLength"/> bytes.</param>
public readonly record struct EnrolmentRefusal(CloseReason Reason, byte MinVersion, byte MaxVersion, string Text)
{
    /// <summary>Longest text in bytes.</summary>
    public const int MaxTextLength = 200;

    /// <summary>Longest message in bytes.</summary>
    public const int MaxLength = 5 + MaxTextLength;

    /// <summary>Reads the message, its kind included. Control characters of the text are not kept: a terminal will show it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out EnrolmentRefusal refusal)
    {
        var reader = new SpanReader(bytes);
        byte kind = reader.ReadByte();
        byte reason = reader.ReadByte();
        byte min = reader.ReadByte();
        byte max = reader.ReadByte();
        ReadOnlySpan<byte> text = reader.ReadBytes(reader.ReadByte());
        bool good = !reader.Failed && kind == (byte)EnrolmentMessageKind.Refusal && text.Length <= MaxTextLength;
        refusal = good ? new(Known((CloseReason)reason), min, max, Printable(text)) : default;
        return good;
    }

    /// <summary>Writes the message into a span of at least <see cref="MaxLength"/> bytes.</summary>
    /// <returns>Its length.</returns>
    public int Write(Span<byte> target)
    {
        target[0] = (byte)EnrolmentMessageKind.Refusal;
        target[1] = (byte)Reason;
        target[2] = MinVersion;
        target[3] = MaxVersion;
        Span<byte> room = target.Slice(5, MaxTextLength);
        Encoder encoder = Encoding.UTF8.GetEncoder();
        encoder.Convert(Text, room, flush: true, out _, out int length, out _);
        target[4] = (byte)length;
        return 5 + length;
    }

    private static CloseReason Known(CloseReason reason) => Enum.IsDefined(reason) ? reason : CloseReason.Other;

    private static string Printable(ReadOnlySpan<byte> text) =>
        string.Concat(Encoding.UTF8.GetString(text).Where(c => !char.IsControl(c)));
}
