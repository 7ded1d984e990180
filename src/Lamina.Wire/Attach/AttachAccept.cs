using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// The application takes a flow that arrived.
/// <code>
/// type 1 = 10 | flow 4 | data to the end
/// </code>
/// </summary>
public readonly ref struct AttachAccept
{
    /// <summary>The flow's number, from Arrival.</summary>
    public uint Flow { get; init; }

    /// <summary>Answer and user data.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>Writes the message; returns its length, 0 where it does not fit.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        writer.WriteByte((byte)AttachMessageType.Accept);
        writer.WriteUInt32(Flow);
        writer.WriteBytes(Data);
        return writer.Failed ? 0 : writer.Length;
    }

    /// <summary>Reads the message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out AttachAccept message)
    {
        var reader = new SpanReader(from);
        bool isAccept = reader.ReadByte() == (byte)AttachMessageType.Accept;
        uint flow = reader.ReadUInt32();
        message = new AttachAccept { Flow = flow, Data = reader.Rest };
        return isAccept && !reader.Failed;
    }
}
