using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// Asks for a flow; answered by Allocated or Refused with the same request.
/// <code>
/// type 1 = 6 | request 4 | qos 30 | name: length 1, UTF-8 | layer: length 1, UTF-8 (0: any) | data to the end
/// </code>
/// </summary>
public readonly ref struct AttachAllocate
{
    /// <summary>The application's number for it.</summary>
    public uint Request { get; init; }

    /// <summary>What the flow must give.</summary>
    public QosSpec Qos { get; init; }

    /// <summary>The name that is wanted.</summary>
    public Name Name { get; init; }

    /// <summary>Only in this layer; null: in any.</summary>
    public string? Layer { get; init; }

    /// <summary>Offer and user data.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>Writes the message; returns its length, 0 where it does not fit.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        writer.WriteByte((byte)AttachMessageType.Allocate);
        writer.WriteUInt32(Request);
        QosCodec.Write(ref writer, Qos);
        AttachFields.WriteName(ref writer, Name.Value);
        AttachFields.WriteName(ref writer, Layer ?? "");
        writer.WriteBytes(Data);
        return writer.Failed ? 0 : writer.Length;
    }

    /// <summary>Reads the message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out AttachAllocate message)
    {
        var reader = new SpanReader(from);
        bool isAllocate = reader.ReadByte() == (byte)AttachMessageType.Allocate;
        uint request = reader.ReadUInt32();
        QosSpec qos = QosCodec.Read(ref reader);
        bool hasName = AttachFields.TryReadName(ref reader, out Name name);
        string layer = AttachFields.ReadText(ref reader, reader.ReadByte());
        message = new AttachAllocate
        {
            Request = request,
            Qos = qos,
            Name = name,
            Layer = layer.Length == 0 ? null : layer,
            Data = reader.Rest,
        };
        return isAllocate && hasName && !reader.Failed;
    }
}
