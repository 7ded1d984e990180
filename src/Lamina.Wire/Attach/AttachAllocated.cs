using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// A flow that was asked for exists.
/// <code>
/// type 1 = 7 | request 4 | flow 4 | limits: see AttachFlowLimits | keys | data to the end
/// </code>
/// </summary>
public readonly ref struct AttachAllocated
{
    /// <summary>The application's number.</summary>
    public uint Request { get; init; }

    /// <summary>The flow's number in this attachment.</summary>
    public uint Flow { get; init; }

    /// <summary>What the layer gives.</summary>
    public AttachFlowLimits Limits { get; init; }

    /// <summary>The flow's keys, <see cref="AttachProtocol.KeysLength"/> bytes, or empty. A secret: who has read the message zeroes it.</summary>
    public ReadOnlySpan<byte> Keys { get; init; }

    /// <summary>The acceptor's answer and user data.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>Writes the message; returns its length, 0 where it does not fit.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        writer.WriteByte((byte)AttachMessageType.Allocated);
        writer.WriteUInt32(Request);
        writer.WriteUInt32(Flow);
        Limits.Write(ref writer);
        AttachFields.WriteKeys(ref writer, Keys);
        writer.WriteBytes(Data);
        return writer.Failed ? 0 : writer.Length;
    }

    /// <summary>Reads the message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out AttachAllocated message)
    {
        var reader = new SpanReader(from);
        bool isAllocated = reader.ReadByte() == (byte)AttachMessageType.Allocated;
        uint request = reader.ReadUInt32();
        uint flow = reader.ReadUInt32();
        bool hasLimits = AttachFlowLimits.TryRead(ref reader, out AttachFlowLimits limits);
        bool hasKeys = AttachFields.TryReadKeys(ref reader, out ReadOnlySpan<byte> keys);
        message = new AttachAllocated { Request = request, Flow = flow, Limits = limits, Keys = keys, Data = reader.Rest };
        return isAllocated && hasLimits && hasKeys && flow != 0;
    }
}
