using Lamina.Core;
using Lamina.Security.Handshake.Ik;
using Lamina.Security.Records;
using Lamina.Wire.Fragments;
using Lamina.Wire.Frcp;
using Lamina.Wire.Offers;

namespace Lamina.Fuzz.Makers;

/// <summary>What the ends of a flow say: offers, packets, parts, records.</summary>
internal static class FlowMakers
{
    public static IEnumerable<KeyValuePair<string, Maker>> All =>
    [
        new("handshake slot", random => [random.Byte(), .. random.Bytes(700)]),
        new("handshake payload", random => HandshakePayload.Write(random.Bytes(600), random.Bytes(100))),
        new("record", random =>
        {
            byte[] record = [.. new byte[RecordHeader.Length], .. random.Bytes(1400)];
            random.Fill(record);
            RecordHeader.Write(record, random.Byte(), random.Number(56));
            return record;
        }),
        new("piggyback", random => Piggyback.Write(random.Bytes(200), random.Bytes(700))),
        new("offer: versions", random =>
        {
            byte most = random.Byte();
            return [(byte)random.Next(most + 1), most, .. random.Bytes(20)];
        }),
        new("offer", Offer),
        new("answer", random => new FlowAnswer(random.Byte(), (ushort)random.Number(16), random.UInt(), random.UInt(), Elements(random)).ToBytes()),
        new("frcp", Frcp),
        new("part", Part),
        new("packet size", random =>
        {
            bool isAnswer = random.Coin();
            byte[] probe = new byte[SizeProbe.Length + (isAnswer ? 0 : random.Next(1400))];
            new SizeProbe(isAnswer, random.Number(), (ushort)random.Number(16)).Write(probe);
            return probe;
        }),
    ];

    public static byte[] Frcp(SeededRandom random)
    {
        bool isData = random.Coin();
        int blocks = isData ? 0 : random.Next(3);
        byte[] packet = new byte[FrcpHeader.Length + (blocks * SackBlock.Length) + (isData ? random.Next(200) : 0)];
        random.Fill(packet);
        var flags = (FrcpFlags)((random.Number(11) & ~(ulong)FrcpFlags.Data) | (isData ? (ulong)FrcpFlags.Data : 0));
        new FrcpHeader(flags, (byte)blocks, new SequenceNumber(random.UInt()), new SequenceNumber(random.UInt()), new SequenceNumber(random.UInt()))
        {
            RunOffset = random.Byte(),
        }.Write(packet);
        for (int i = 0; i < blocks; i++)
        {
            FrcpHeader.WriteBlock(packet, i, new SackBlock(new SequenceNumber(random.UInt()), new SequenceNumber(random.UInt())));
        }

        return packet;
    }

    private static byte[] Offer(SeededRandom random)
    {
        byte most = random.Byte();
        return new FlowOffer(new((byte)random.Next(most + 1), most), (ushort)random.Number(16), random.UInt(), random.UInt(), Elements(random)).ToBytes();
    }

    private static ElementSpec[] Elements(SeededRandom random) =>
        [.. Enumerable.Range(0, random.Next(9)).Select(_ => new ElementSpec(random.Coin() ? random.Defined<ElementId>() : (ElementId)random.Byte(), random.Byte()))];

    private static byte[] Part(SeededRandom random)
    {
        byte count = (byte)(1 + random.Next(PartHeader.MaxCount));
        var header = new PartHeader(random.UInt(), (ushort)(count + random.Next(3000)), 0, count);
        // The last ones are empty where parts do not divide the packet: the writer makes no such.
        int filled = (header.PacketLength + header.PartLength - 1) / header.PartLength;
        header = header with { Index = (byte)random.Next(filled) };
        byte[] part = new byte[PartHeader.Length + Math.Min(header.PartLength, header.PacketLength - header.Offset)];
        random.Fill(part);
        header.Write(part);
        return part;
    }
}
