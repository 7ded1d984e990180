using Lamina.Core;

namespace Lamina.Wire.Attach;

/// <summary>
/// A flow of a former life of the stack is here again.
/// <code>
/// type 1 = 17 | request 4 | flow 4 | up 1 (0 or 1) | limits, see AttachFlowLimits
/// </code>
/// </summary>
/// <param name="Request">The application's number.</param>
/// <param name="Flow">The flow's number in this attachment.</param>
/// <param name="IsUp">False where the layer knows no way to the peer yet; FlowEvent tells when it does.</param>
/// <param name="Limits">What the layer gives.</param>
public readonly record struct AttachReattached(uint Request, uint Flow, bool IsUp, AttachFlowLimits Limits)
{
    /// <summary>Writes the message; returns its length.</summary>
    public int Write(Span<byte> to)
    {
        var writer = new SpanWriter(to);
        writer.WriteByte((byte)AttachMessageType.Reattached);
        writer.WriteUInt32(Request);
        writer.WriteUInt32(Flow);
        writer.WriteByte(IsUp ? (byte)1 : (byte)0);
        Limits.Write(ref writer);
        return writer.Failed ? 0 : writer.Length;
    }

    /// <summary>Reads the message.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out AttachReattached message)
    {
        var reader = new SpanReader(from);
        bool isReattached = reader.ReadByte() == (byte)AttachMessageType.Reattached;
        uint request = reader.ReadUInt32();
        uint flow = reader.ReadUInt32();
        byte up = reader.ReadByte();
        bool hasLimits = AttachFlowLimits.TryRead(ref reader, out AttachFlowLimits limits);
        message = new AttachReattached(request, flow, up == 1, limits);
        return isReattached && hasLimits && flow != 0 && up <= 1 && !reader.Failed && reader.Rest.IsEmpty;
    }
}
