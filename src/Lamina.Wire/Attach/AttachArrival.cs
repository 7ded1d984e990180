using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// Somebody wants a flow to a name that this process listens to; answered by Accept or Refuse. Close of a flow that was
/// not answered yet comes as FlowEvent.
/// <code>
/// type 1 = 9 | flow 4 | limits: see AttachFlowLimits | keys
/// | qos 30 | name: length 1, UTF-8 | data to the end
/// </code>
/// </summary>
public readonly ref struct AttachArrival
{
    /// <summary>The flow's number in this attachment.</summary>
    public uint Flow { get; init; }

    /// <summary>What the layer gives.</summary>
    public AttachFlowLimits Limits { get; init; }

    /// <summary>The flow's keys, <see cref="AttachProtocol.KeysLength"/> bytes, or empty. A secret: who has read the message zeroes it.</summary>
    public ReadOnlySpan<byte> Keys { get; init; }

    /// <summary>What the requester asked for.</summary>
    public QosSpec Qos { get; init; }

    /// <summary>The name that was asked for.</summary>
    public Name Name { get; init; }

    /// <summary>Offer and user data.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>Writes the message; returns its length, 0 where it does not fit.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        writer.WriteByte((byte)AttachMessageType.Arrival);
        writer.WriteUInt32(Flow);
        Limits.Write(ref writer);
        AttachFields.WriteKeys(ref writer, Keys);
        QosCodec.Write(ref writer, Qos);
        AttachFields.WriteName(ref writer, Name.Value);
        writer.WriteBytes(Data);
        return writer.Failed ? 0 : writer.Length;
    }

    /// <summary>Reads the message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out AttachArrival message)
    {
        var reader = new SpanReader(from);
        bool isArrival = reader.ReadByte() == (byte)AttachMessageType.Arrival;
        uint flow = reader.ReadUInt32();
        bool hasLimits = AttachFlowLimits.TryRead(ref reader, out AttachFlowLimits limits);
        bool hasKeys = AttachFields.TryReadKeys(ref reader, out ReadOnlySpan<byte> keys);
        QosSpec qos = QosCodec.Read(ref reader);
        bool hasName = AttachFields.TryReadName(ref reader, out Name name);
        message = new AttachArrival { Flow = flow, Limits = limits, Keys = keys, Qos = qos, Name = name, Data = reader.Rest };
        return isArrival && hasLimits && hasKeys && hasName && flow != 0;
    }
}
