using System.Buffers.Binary;
using System.Text;
using Lamina.Core;

namespace Lamina.Wire.Dns;

/// <summary>
/// What a DNS server answers to a <see cref="DnsQuery"/>: header, the question again, records. Only addresses of the type
/// that was asked for are taken; an alias on the way to them is the server's business. The sections behind the answers
/// are not looked at.
/// </summary>
/// <param name="Id">That of the query.</param>
/// <param name="Label">The name that was asked for.</param>
/// <param name="Type">What was asked for.</param>
/// <param name="Code">0: answered; 3: no such name; else the server failed or refuses.</param>
/// <param name="Addresses">At most <see cref="MaxAddresses"/>.</param>
public sealed record DnsResponse(ushort Id, string Label, DnsRecordType Type, int Code, IReadOnlyList<DnsAddress> Addresses)
{
    /// <summary><see cref="Code"/> of a name that does not exist.</summary>
    public const int NoSuchName = 3;

    /// <summary>Addresses taken of one answer.</summary>
    public const int MaxAddresses = 16;

    /// <summary>Bytes of a header.</summary>
    public const int HeaderLength = 12;

    private const int MaxRecords = 128;
    private const int MaxNameLength = 255;
    private const ushort IsResponse = 0x8000;
    private const ushort OperationMask = 0x7800;
    private const ushort IsTruncated = 0x0200;
    private const ushort CodeMask = 0x000F;

    /// <summary>Reads a datagram. A truncated answer is taken as far as it goes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out DnsResponse? response)
    {
        response = null;
        var reader = new SpanReader(datagram);
        ushort id = reader.ReadUInt16();
        ushort flags = reader.ReadUInt16();
        ushort questions = reader.ReadUInt16();
        int answers = reader.ReadUInt16();
        reader.ReadBytes(4);
        if (reader.Failed || (flags & IsResponse) == 0 || (flags & OperationMask) != 0 || questions != 1 || answers > MaxRecords
            || !TryReadLabel(ref reader, out string label))
        {
            return false;
        }

        var type = (DnsRecordType)reader.ReadUInt16();
        if (reader.ReadUInt16() != DnsQuery.Internet || type is not (DnsRecordType.A or DnsRecordType.Aaaa))
        {
            return false;
        }

        List<DnsAddress> addresses = [];
        for (int i = 0; i < answers; i++)
        {
            if (!TryReadRecord(ref reader, type, addresses))
            {
                if ((flags & IsTruncated) == 0)
                {
                    return false;
                }

                break;
            }
        }

        response = new DnsResponse(id, label, type, flags & CodeMask, addresses);
        return true;
    }

    /// <summary>The question's name: one label, never compressed since nothing is before it.</summary>
    private static bool TryReadLabel(ref SpanReader reader, out string label)
    {
        int length = reader.ReadByte();
        label = "";
        if (length is 0 or > DnsQuery.MaxLabel)
        {
            return false;
        }

        ReadOnlySpan<byte> bytes = reader.ReadBytes(length);
        bool isEnd = reader.ReadByte() == 0;
        label = Encoding.ASCII.GetString(bytes);
        return isEnd && !reader.Failed;
    }

    private static bool TryReadRecord(ref SpanReader reader, DnsRecordType wanted, List<DnsAddress> addresses)
    {
        if (!TrySkipName(ref reader))
        {
            return false;
        }

        var type = (DnsRecordType)reader.ReadUInt16();
        ushort network = reader.ReadUInt16();
        uint lifetime = reader.ReadUInt32();
        ReadOnlySpan<byte> data = reader.ReadBytes(reader.ReadUInt16());
        if (reader.Failed)
        {
            return false;
        }

        if (type == wanted && network == DnsQuery.Internet && addresses.Count < MaxAddresses)
        {
            if (type == DnsRecordType.A && data.Length == 4)
            {
                addresses.Add(new DnsAddress(BinaryPrimitives.ReadUInt32BigEndian(data), lifetime));
            }
            else if (type == DnsRecordType.Aaaa && data.Length == 16)
            {
                addresses.Add(new DnsAddress(BinaryPrimitives.ReadUInt128BigEndian(data), lifetime));
            }
        }

        return true;
    }

    /// <summary>Labels up to an empty one or to a pointer, which ends a name (RFC 1035, 4.1.4) and is not followed.</summary>
    private static bool TrySkipName(ref SpanReader reader)
    {
        for (int total = 0; total <= MaxNameLength;)
        {
            int length = reader.ReadByte();
            if (reader.Failed || length == 0)
            {
                return !reader.Failed;
            }

            if (length >= 0xC0)
            {
                reader.ReadByte();
                return !reader.Failed;
            }

            if (length > DnsQuery.MaxLabel)
            {
                return false;
            }

            reader.ReadBytes(length);
            total += length + 1;
        }

        return false;
    }
}
