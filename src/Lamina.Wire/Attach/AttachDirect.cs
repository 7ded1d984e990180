using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// A flow's packets go through memory that two programs share. Its records are <see cref="AttachRecord"/>, with the channel as the ring's tag.
/// <code>
/// type 1 = 35 | flow 4 | pair 4 | channel 4
/// </code>
/// </summary>
/// <param name="Flow">The flow's number in this attachment.</param>
/// <param name="Pair">The memory (<see cref="AttachPair"/>).</param>
/// <param name="Channel">The flow's number in that memory, the same at both sides; higher than all before.</param>
public readonly record struct AttachDirect(uint Flow, uint Pair, uint Channel)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 13;

    /// <summary>Writes the message; returns its length.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        writer.WriteByte((byte)AttachMessageType.Direct);
        writer.WriteUInt32(Flow);
        writer.WriteUInt32(Pair);
        writer.WriteUInt32(Channel);
        return writer.Length;
    }

    /// <summary>Reads the message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out AttachDirect message)
    {
        var reader = new SpanReader(from);
        bool isDirect = reader.ReadByte() == (byte)AttachMessageType.Direct;
        message = new AttachDirect(reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32());
        return isDirect && message is { Flow: not 0, Pair: not 0, Channel: not 0 } && !reader.Failed && reader.Rest.IsEmpty;
    }
}
