using Lamina.Core;

namespace Lamina.Wire.Enrolment;

/// <summary>
/// The joiner's first message, read before anything is known about it: hand-written, and of one layout in all versions.
/// <code>
/// +----------+-------------+-------------+
/// | kind = 1 | min version | max version |      later versions append; what follows is not read
/// +----------+-------------+-------------+
/// </code>
/// </summary>
/// <param name="MinVersion">The oldest version that the joiner speaks.</param>
/// <param name="MaxVersion">The newest version that the joiner speaks.</param>
public readonly record struct EnrolmentRequest(byte MinVersion, byte MaxVersion)
{
    /// <summary>Bytes of the message.</summary>
    public const int Length = 3;

    /// <summary>Reads the message, its kind included.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out EnrolmentRequest request)
    {
        var reader = new SpanReader(bytes);
        byte kind = reader.ReadByte();
        request = new(reader.ReadByte(), reader.ReadByte());
        return !reader.Failed && kind == (byte)EnrolmentMessageKind.Request && request.MinVersion <= request.MaxVersion;
    }

    /// <summary>Writes the message into <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> target)
    {
        target[0] = (byte)EnrolmentMessageKind.Request;
        target[1] = MinVersion;
        target[2] = MaxVersion;
    }
}
