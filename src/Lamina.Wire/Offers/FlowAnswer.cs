using Lamina.Core;

namespace Lamina.Wire.Offers;

/// <summary>
/// What the acceptor of a flow chose from an offer: from here on both ends agree.
/// <code>
///  0                   1                   2                   3
/// +---------------+---------------+-------------------------------+
/// | version       | 0 (reserved)  | A in milliseconds             |
/// +---------------+---------------+-------------------------------+
/// | R in milliseconds                                             |
/// +---------------------------------------------------------------+
/// | receive window of the acceptor, in packets                    |
/// +---------------------------------------------------------------+
/// | elements of the flow, see ElementList                         |
/// </code>
/// </summary>
/// <param name="Version">The version that both speak.</param>
/// <param name="AckMilliseconds">A, for both directions.</param>
/// <param name="RetransmissionMilliseconds">R, for both directions.</param>
/// <param name="Window">Packets that the acceptor's receive window starts with.</param>
/// <param name="Elements">The composition, top first.</param>
public sealed record FlowAnswer(
    byte Version,
    ushort AckMilliseconds,
    uint RetransmissionMilliseconds,
    uint Window,
    IReadOnlyList<ElementSpec> Elements)
{
    /// <summary>Reads an answer; what follows the elements is ignored.</summary>
    /// <returns>False where it is broken.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out FlowAnswer? answer)
    {
        answer = null;
        var reader = new SpanReader(bytes);
        byte version = reader.ReadByte();
        _ = reader.ReadByte();
        ushort a = reader.ReadUInt16();
        uint r = reader.ReadUInt32();
        uint window = reader.ReadUInt32();
        if (!ElementList.TryRead(ref reader, out ElementSpec[] elements))
        {
            return false;
        }

        answer = new FlowAnswer(version, a, r, window, elements);
        return true;
    }

    /// <summary>The bytes on the wire.</summary>
    public byte[] ToBytes()
    {
        Span<byte> bytes = stackalloc byte[13 + (3 * ElementList.MaxCount)];
        var writer = new SpanWriter(bytes);
        writer.WriteByte(Version);
        writer.WriteByte(0);
        writer.WriteUInt16(AckMilliseconds);
        writer.WriteUInt32(RetransmissionMilliseconds);
        writer.WriteUInt32(Window);
        ElementList.Write(ref writer, Elements.ToArray());
        return writer.Written.ToArray();
    }
}
