using Lamina.Core;

namespace Lamina.Wire.Udp;

/// <summary>
/// Asks whether a datagram of its own length arrives.
/// <code>
///  +-------------------+------------+-------------+
///  | management header | cookie u64 |  0 0 0 ...  |
///  +-------------------+------------+-------------+
/// </code>
/// </summary>
/// <param name="Cookie">A random number that the answer repeats.</param>
public readonly record struct UdpProbePdu(ulong Cookie)
{
    /// <summary>Bytes of the shortest probe.</summary>
    public const int MinLength = UdpDatagram.ManagementHeaderLength + sizeof(ulong);

    /// <summary>Reads what follows the management header; the rest only makes it long.</summary>
    public static bool TryRead(ref SpanReader reader, out UdpProbePdu pdu)
    {
        pdu = new(reader.ReadUInt64());
        return !reader.Failed;
    }

    /// <summary>Fills the target, which is as long as the datagram is to be.</summary>
    /// <returns>Its length; 0 when it is too short for a probe.</returns>
    public int Write(Span<byte> target)
    {
        var writer = new SpanWriter(target);
        UdpDatagram.WriteManagementHeader(ref writer, UdpDatagram.CurrentVersion, UdpManagementKind.Probe);
        writer.WriteUInt64(Cookie);
        if (writer.Failed)
        {
            return 0;
        }

        // Buffers are used again and again: what was in this one is nobody's business.
        target[MinLength..].Clear();
        return target.Length;
    }
}
