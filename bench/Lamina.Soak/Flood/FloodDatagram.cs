using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Protocols.Flows;
using Lamina.Wire.Allocation;
using Lamina.Wire.Offers;
using Lamina.Wire.Udp;

namespace Lamina.Soak.Flood;

/// <summary>A datagram that is sent again and again, with other random numbers each time.</summary>
internal sealed class FloodDatagram
{
    private readonly byte[] _bytes;
    private readonly int _number;
    private readonly int _randomFrom;
    private readonly int _randomLength;

    private FloodDatagram(byte[] bytes, int number, int randomFrom = 0, int randomLength = 0)
    {
        _bytes = bytes;
        _number = number;
        _randomFrom = randomFrom;
        _randomLength = randomLength;
    }

    /// <summary>What is sent in turn: mostly requests, which cost most.</summary>
    public static FloodDatagram[] All(string served, string member) =>
    [
        Request(NameHash.Of(Name.Parse("nobody.has.this"), HashAlgorithmId.Md5), Offer()),
        Request(NameHash.Of(Name.Parse(served), HashAlgorithmId.Md5), Offer()),
        Request(NameHash.Of(Name.Parse(member), HashAlgorithmId.Md5), FirstMessage(), 600),
        Request(NameHash.Of(Name.Parse(served), HashAlgorithmId.Md5), Offer()),
        Request(NameHash.Of(Name.Parse(member), HashAlgorithmId.Md5), FirstMessage(), 600),
        Query(NameHash.Of(Name.Parse(served), HashAlgorithmId.Md5)),
        Piece(),
        Packet(),
    ];

    /// <summary>The datagram, good until the next call.</summary>
    public ReadOnlySpan<byte> Next(Random random)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_bytes.AsSpan(_number), (ulong)random.NextInt64(long.MaxValue) | 1UL << 63);
        random.NextBytes(_bytes.AsSpan(_randomFrom, _randomLength));
        return _bytes;
    }

    private static byte[] Offer() => [0, .. Piggyback.Write(FlowTerms.Offer(QosSpec.BestEffort), default)];

    // Suite 0x11, X25519 with AES-256-GCM, and what looks like the first message of IK.
    private static byte[] FirstMessage() => [0x11, .. new byte[599]];

    private static FloodDatagram Request(NameHash name, byte[] data, int random = 0)
    {
        byte[] bytes = new byte[1200];
        var writer = new SpanWriter(bytes);
        UdpDatagram.WriteManagementHeader(ref writer, UdpDatagram.CurrentVersion, UdpManagementKind.Allocation);
        int start = writer.Length;
        int length = new RequestPdu { SourceEid = 1UL << 63, Qos = QosSpec.BestEffort, Destination = name, Data = data }.Write(bytes.AsSpan(start), 0);
        return new FloodDatagram(bytes[..(start + length)], start + 2, start + length - Math.Max(0, random - 1), Math.Max(0, random - 1));
    }

    private static FloodDatagram Query(NameHash name)
    {
        byte[] bytes = new byte[UdpQueryPdu.LengthOf(name)];
        new UdpQueryPdu(0, name).Write(bytes);
        return new FloodDatagram(bytes, UdpDatagram.ManagementHeaderLength);
    }

    // The first of two, of which the second never comes.
    private static FloodDatagram Piece()
    {
        var header = new UdpPieceHeader(1, 0, 2, 1400);
        byte[] bytes = new byte[UdpPieceHeader.Length + header.Unit];
        header.Write(bytes);
        return new FloodDatagram(bytes, UdpPieceHeader.Length, UdpDatagram.ManagementHeaderLength, sizeof(uint));
    }

    private static FloodDatagram Packet() => new(new byte[100], 0);
}
