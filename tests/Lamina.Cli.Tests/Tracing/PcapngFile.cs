using System.Buffers.Binary;

namespace Lamina.Cli.Tests.Tracing;

/// <summary>A small reader of pcapng: whole blocks only, or it fails.</summary>
internal sealed class PcapngFile
{
    public List<byte[]> Packets { get; } = [];

    public List<int> OriginalLengths { get; } = [];

    public int Interfaces { get; private set; }

    public ulong Dropped { get; private set; }

    public static PcapngFile Read(ReadOnlySpan<byte> bytes)
    {
        PcapngFile file = new();
        while (!bytes.IsEmpty)
        {
            uint type = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
            Assert.InRange(length, 12, bytes.Length);
            Assert.Equal(length, BinaryPrimitives.ReadInt32LittleEndian(bytes[(length - 4)..]));
            ReadOnlySpan<byte> body = bytes[8..(length - 4)];
            switch (type)
            {
                case 1:
                    file.Interfaces++;
                    break;
                case 5:
                    // if_recv, then if_drop: 4 + 8 bytes each.
                    file.Dropped = BinaryPrimitives.ReadUInt64LittleEndian(body[28..]);
                    break;
                case 6:
                    file.Packets.Add(body.Slice(20, BinaryPrimitives.ReadInt32LittleEndian(body[12..])).ToArray());
                    file.OriginalLengths.Add(BinaryPrimitives.ReadInt32LittleEndian(body[16..]));
                    break;
            }

            bytes = bytes[length..];
        }

        return file;
    }
}
