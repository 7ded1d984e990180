using Lamina.Core;

namespace Lamina.Wire;

/// <summary>
/// A QoS spec on the wire, 30 bytes:
/// <code>
///  +-----------+---------------+-------------+----------+-----------+-------+-----------+-------------+
///  | delay u32 | bandwidth u64 | availab. u8 | loss u32 | errors u32| flags | gap u32   | timeout u32 |
///  +-----------+---------------+-------------+----------+-----------+-------+-----------+-------------+
///  flags: 0000000O   O: in order; the others are 0 and are not looked at
/// </code>
/// </summary>
public static class QosCodec
{
    /// <summary>Bytes.</summary>
    public const int Length = 30;

    /// <summary>Reads a spec; the reader knows whether it was there.</summary>
    public static QosSpec Read(ref SpanReader reader) => new(
        reader.ReadUInt32(),
        reader.ReadUInt64(),
        reader.ReadByte(),
        reader.ReadUInt32(),
        reader.ReadUInt32(),
        (reader.ReadByte() & 1) != 0,
        reader.ReadUInt32(),
        reader.ReadUInt32());

    /// <summary>Writes a spec.</summary>
    public static void Write(ref SpanWriter writer, in QosSpec qos)
    {
        writer.WriteUInt32(qos.Delay);
        writer.WriteUInt64(qos.Bandwidth);
        writer.WriteByte(qos.Availability);
        writer.WriteUInt32(qos.Loss);
        writer.WriteUInt32(qos.BitErrors);
        writer.WriteByte(qos.InOrder ? (byte)1 : (byte)0);
        writer.WriteUInt32(qos.MaxGap);
        writer.WriteUInt32(qos.PeerTimeout);
    }
}
