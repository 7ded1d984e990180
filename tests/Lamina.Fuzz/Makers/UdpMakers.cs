using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Wire.Dns;
using Lamina.Wire.Udp;

namespace Lamina.Fuzz.Makers;

/// <summary>What the udp bearer says, and what name servers answer it. The decoders get what stands behind the header of management.</summary>
internal static class UdpMakers
{
    public static IEnumerable<KeyValuePair<string, Maker>> All =>
    [
        new("udp: query", random => Body(to => new UdpQueryPdu(random.Number(), random.Hash()).Write(to))),
        new("udp: query reply", random => Body(to => new UdpQueryReplyPdu(random.Number(), random.Coin()).Write(to))),
        new("udp: version refusal", random => Body(to => new UdpVersionRefusalPdu(random.Number(), random.Byte(), random.Byte()).Write(to))),
        new("udp: probe", random => Body(to => new UdpProbePdu(random.Number()).Write(to.AsSpan(0, UdpProbePdu.MinLength + random.Next(1400))))),
        new("udp: probe reply", random => Body(to => new UdpProbeReplyPdu(random.Number(), (ushort)random.Number(16)).Write(to))),
        new("udp: piece", Piece),
        new("dns: response", Response),
    ];

    private static byte[] Body(Func<byte[], int> write) => AllocationMakers.Write(write)[UdpDatagram.ManagementHeaderLength..];

    private static byte[] Piece(SeededRandom random)
    {
        byte count = (byte)(2 + random.Next(UdpPieceHeader.MaxCount - 1));
        var header = new UdpPieceHeader(random.UInt(), (byte)random.Next(count), count, (ushort)(9 + random.Next(UdpPieceHeader.MaxTotal - 8)));
        byte[] piece = new byte[UdpPieceHeader.Length + header.Unit];
        random.Fill(piece);
        header.Write(piece);
        return piece[UdpDatagram.ManagementHeaderLength..];
    }

    private static byte[] Response(SeededRandom random)
    {
        bool isSix = random.Coin();
        byte[] query = new byte[DnsQuery.MaxLength];
        string label = random.OneOf("lama", "x", new string('a', 63), "h" + random.Next(1000));
        query = query.Cut(new DnsQuery((ushort)random.Number(16), label, isSix ? DnsRecordType.Aaaa : DnsRecordType.A).Write(query));
        int answers = random.Next(6);
        BinaryPrimitives.WriteUInt16BigEndian(query.AsSpan(2), (ushort)(0x8180 | (random.Next(4) == 0 ? 3 : 0)));
        BinaryPrimitives.WriteUInt16BigEndian(query.AsSpan(6), (ushort)answers);
        var message = new List<byte>(query);
        for (int i = 0; i < answers; i++)
        {
            message.AddRange(random.Coin() ? [0xC0, 0x0C] : [1, (byte)'a', 0]);
            byte[] data = random.Next(4) == 0 ? random.Bytes(40) : random.Bytes(isSix ? 16 : 4, isSix ? 16 : 4);
            byte[] fields = new byte[10];
            BinaryPrimitives.WriteUInt16BigEndian(fields, (ushort)(random.Next(4) == 0 ? 5 : isSix ? 28 : 1));
            BinaryPrimitives.WriteUInt16BigEndian(fields.AsSpan(2), 1);
            BinaryPrimitives.WriteUInt32BigEndian(fields.AsSpan(4), random.UInt());
            BinaryPrimitives.WriteUInt16BigEndian(fields.AsSpan(8), (ushort)data.Length);
            message.AddRange(fields);
            message.AddRange(data);
        }

        return [.. message];
    }
}
