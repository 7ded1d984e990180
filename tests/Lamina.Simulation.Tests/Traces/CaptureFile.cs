using System.Buffers.Binary;
using System.Text;

namespace Lamina.Simulation.Tests.Traces;

/// <summary>A strict little reader of pcapng, written from the draft and not from the writer.</summary>
internal sealed class CaptureFile
{
    private readonly List<string> _interfaces = [];

    public List<CapturedPacket> Packets { get; } = [];

    public string Comment { get; private set; } = "";

    public IReadOnlyList<string> Interfaces => _interfaces;

    public static CaptureFile Read(ReadOnlySpan<byte> bytes)
    {
        CaptureFile file = new();
        bool isFirst = true;
        while (!bytes.IsEmpty)
        {
            uint type = U32(bytes);
            int length = (int)U32(bytes[4..]);
            Assert.True(length % 4 == 0 && length >= 12 && length <= bytes.Length, $"block {type:x} of {length} bytes");
            Assert.Equal(length, (int)U32(bytes[(length - 4)..]));
            Assert.Equal(isFirst, type == 0x0A0D0D0A);
            file.ReadBlock(type, bytes[8..(length - 4)]);
            bytes = bytes[length..];
            isFirst = false;
        }

        return file;
    }

    private void ReadBlock(uint type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case 0x0A0D0D0A:
                Assert.Equal(0x1A2B3C4Du, U32(body));
                Assert.Equal(1, U16(body[4..]));
                Assert.Equal(0, U16(body[6..]));
                Assert.Equal(ulong.MaxValue, BinaryPrimitives.ReadUInt64LittleEndian(body[8..]));
                Comment = Encoding.UTF8.GetString(Options(body[16..])[1]);
                break;
            case 1:
                Assert.Equal(101, U16(body));
                Assert.Equal(0, U16(body[2..]));
                Dictionary<int, byte[]> options = Options(body[8..]);
                Assert.Equal([9], options[9]);
                _interfaces.Add(Encoding.UTF8.GetString(options[2]));
                break;
            case 6:
                int captured = (int)U32(body[12..]);
                Assert.Equal(captured, (int)U32(body[16..]));
                ulong time = ((ulong)U32(body[4..]) << 32) | U32(body[8..]);
                int padded = (captured + 3) / 4 * 4;
                Assert.Equal(20 + padded, body.Length);
                Assert.True(body[(20 + captured)..].IndexOfAnyExcept((byte)0) < 0, "padding is zero");
                Packets.Add(new CapturedPacket(_interfaces[(int)U32(body)], time, body.Slice(20, captured).ToArray()));
                break;
            default:
                Assert.Fail($"block type {type:x}");
                break;
        }
    }

    private static Dictionary<int, byte[]> Options(ReadOnlySpan<byte> bytes)
    {
        Dictionary<int, byte[]> options = [];
        while (true)
        {
            int code = U16(bytes);
            int length = U16(bytes[2..]);
            if (code == 0)
            {
                Assert.Equal(0, length);
                Assert.Equal(4, bytes.Length);
                return options;
            }

            options.Add(code, bytes.Slice(4, length).ToArray());
            bytes = bytes[(4 + ((length + 3) / 4 * 4))..];
        }
    }

    private static int U16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
