using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// The daemon's answer to Hello; the descriptors of the rings come with it.
/// <code>
/// type 1 = 2 | version 1 | stack's name: length 1, UTF-8
/// </code>
/// </summary>
/// <param name="Version">The version that counts from here on; 0: none in common, and no descriptors.</param>
/// <param name="Stack">The stack's name.</param>
public readonly record struct AttachWelcome(byte Version, Name Stack)
{
    /// <summary>Writes the message; returns its length.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        writer.WriteByte((byte)AttachMessageType.Welcome);
        writer.WriteByte(Version);
        AttachFields.WriteName(ref writer, Stack.Value);
        return writer.Length;
    }

    /// <summary>Reads the message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out AttachWelcome message)
    {
        var reader = new SpanReader(from);
        bool isWelcome = reader.ReadByte() == (byte)AttachMessageType.Welcome;
        byte version = reader.ReadByte();
        bool hasName = AttachFields.TryReadName(ref reader, out Name stack);
        message = new AttachWelcome(version, stack);
        return isWelcome && hasName && reader.Rest.IsEmpty;
    }
}
