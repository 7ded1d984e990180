using System.Text;
using Lamina.Core;

namespace Lamina.Wire.Dns;

/// <summary>
/// One question to a DNS server that asks others for us (RFC 1035, section 4).
/// <code>
///  +--------+-----------+------+------+------+------+-------------------------+---+----------+-----------+
///  | id u16 | 0100 (RD) |   1  |   0  |   0  |   0  | length u8 | label bytes | 0 | type u16 | 1 (IN)    |
///  +--------+-----------+------+------+------+------+-------------------------+---+----------+-----------+
/// </code>
/// </summary>
/// <param name="Id">A random number that the answer repeats.</param>
/// <param name="Label">The name: one label of 1 to 63 ASCII characters.</param>
/// <param name="Type">What is asked for.</param>
public readonly record struct DnsQuery(ushort Id, string Label, DnsRecordType Type)
{
    /// <summary>Longest label in bytes.</summary>
    public const int MaxLabel = 63;

    /// <summary>Bytes that any query fits into.</summary>
    public const int MaxLength = DnsResponse.HeaderLength + MaxLabel + 6;

    internal const ushort Internet = 1;
    private const ushort RecursionDesired = 0x0100;

    /// <summary>Writes the datagram.</summary>
    /// <returns>Bytes written; 0 when it does not fit.</returns>
    public int Write(Span<byte> target)
    {
        var writer = new SpanWriter(target);
        writer.WriteUInt16(Id);
        writer.WriteUInt16(RecursionDesired);
        writer.WriteUInt16(1);
        writer.WriteUInt16(0);
        writer.WriteUInt16(0);
        writer.WriteUInt16(0);
        Span<byte> label = stackalloc byte[MaxLabel];
        if (!Encoding.ASCII.TryGetBytes(Label, label, out int length) || length == 0)
        {
            return 0;
        }

        writer.WriteByte((byte)length);
        writer.WriteBytes(label[..length]);
        writer.WriteByte(0);
        writer.WriteUInt16((ushort)Type);
        writer.WriteUInt16(Internet);
        return writer.Failed ? 0 : writer.Length;
    }
}
