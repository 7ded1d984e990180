using Lamina.Core;

namespace Lamina.Wire.Offers;

/// <summary>
/// What the initiator of a flow offers for its two ends.
/// <code>
///  0                   1                   2                   3
/// +---------------+---------------+-------------------------------+
/// | min version   | max version   | A in milliseconds             |
/// +---------------+---------------+-------------------------------+
/// | R in milliseconds                                             |
/// +---------------------------------------------------------------+
/// | receive window of the initiator, in packets                   |
/// +---------------------------------------------------------------+
/// | elements that it can do for the QoS, see ElementList          |
/// </code>
/// The two version bytes stay where they are in every version, so that a refusal can always say why.
/// </summary>
/// <param name="Versions">Versions of this offer and of FRCP that the initiator speaks.</param>
/// <param name="AckMilliseconds">A: the longest time before an acknowledgement is sent.</param>
/// <param name="RetransmissionMilliseconds">R: the longest time that a packet is sent again.</param>
/// <param name="Window">Packets that the initiator's receive window starts with.</param>
/// <param name="Elements">The elements, top first.</param>
public sealed record FlowOffer(
    VersionRange Versions,
    ushort AckMilliseconds,
    uint RetransmissionMilliseconds,
    uint Window,
    IReadOnlyList<ElementSpec> Elements)
{
    /// <summary>Reads the versions alone, which an offer of any version starts with.</summary>
    public static bool TryReadVersions(ReadOnlySpan<byte> bytes, out VersionRange versions)
    {
        var reader = new SpanReader(bytes);
        versions = new VersionRange(reader.ReadByte(), reader.ReadByte());
        return !reader.Failed && versions.Min <= versions.Max;
    }

    /// <summary>Reads an offer; what follows the elements is ignored.</summary>
    /// <returns>False where it is broken.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FlowOffer? offer)
    {
        offer = null;
        var reader = new SpanReader(bytes);
        var versions = new VersionRange(reader.ReadByte(), reader.ReadByte());
        ushort a = reader.ReadUInt16();
        uint r = reader.ReadUInt32();
        uint window = reader.ReadUInt32();
        if (!ElementList.TryRead(ref reader, out ElementSpec[] elements) || versions.Min > versions.Max)
        {
            return false;
        }

        offer = new FlowOffer(versions, a, r, window, elements);
        return true;
    }

    /// <summary>The bytes on the wire.</summary>
    public byte[] ToBytes()
    {
        Span<byte> bytes = stackalloc byte[13 + (3 * ElementList.MaxCount)];
        var writer = new SpanWriter(bytes);
        writer.WriteByte(Versions.Min);
        writer.WriteByte(Versions.Max);
        writer.WriteUInt16(AckMilliseconds);
        writer.WriteUInt32(RetransmissionMilliseconds);
        writer.WriteUInt32(Window);
        ElementList.Write(ref writer, Elements.ToArray());
        return writer.Written.ToArray();
    }
}
