using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// The application's first message.
/// <code>
/// type 1 = 1 | magic 4 | lowest version 1 | highest version 1 | process id 4
/// </code>
/// </summary>
/// <param name="MinVersion">Lowest version that the application speaks.</param>
/// <param name="MaxVersion">Highest version that it speaks.</param>
/// <param name="ProcessId">For lists; the kernel's word counts where it matters.</param>
public readonly record struct AttachHello(byte MinVersion, byte MaxVersion, uint ProcessId)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 11;

    /// <summary>True where the range holds the version that this code speaks.</summary>
    public bool Speaks(byte version) => MinVersion <= version && version <= MaxVersion;

    /// <summary>Writes the message; returns its length.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        writer.WriteByte((byte)AttachMessageType.Hello);
        writer.WriteUInt32(AttachProtocol.Magic);
        writer.WriteByte(MinVersion);
        writer.WriteByte(MaxVersion);
        writer.WriteUInt32(ProcessId);
        return writer.Length;
    }

    /// <summary>Reads the message; later versions may append fields.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out AttachHello message)
    {
        var reader = new SpanReader(from);
        bool isHello = reader.ReadByte() == (byte)AttachMessageType.Hello && reader.ReadUInt32() == AttachProtocol.Magic;
        message = new AttachHello(reader.ReadByte(), reader.ReadByte(), reader.ReadUInt32());
        return isHello && !reader.Failed;
    }
}
