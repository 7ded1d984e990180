using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// Listen is answered by an Outcome with the same request; StopListening by nothing.
/// <code>
/// type 1 = 3 (Listen) or 4 (StopListening) | request 4 | name: length 1, UTF-8
/// </code>
/// </summary>
/// <param name="Type">Listen or StopListening.</param>
/// <param name="Request">The application's number for it.</param>
/// <param name="Name">The name.</param>
public readonly record struct AttachBinding(AttachMessageType Type, uint Request, Name Name)
{
    /// <summary>Writes the message; returns its length.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        writer.WriteByte((byte)Type);
        writer.WriteUInt32(Request);
        AttachFields.WriteName(ref writer, Name.Value);
        return writer.Length;
    }

    /// <summary>Reads the message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out AttachBinding message)
    {
        var reader = new SpanReader(from);
        var type = (AttachMessageType)reader.ReadByte();
        uint request = reader.ReadUInt32();
        bool hasName = AttachFields.TryReadName(ref reader, out Name name);
        message = new AttachBinding(type, request, name);
        return type is AttachMessageType.Listen or AttachMessageType.StopListening && hasName && reader.Rest.IsEmpty;
    }
}
