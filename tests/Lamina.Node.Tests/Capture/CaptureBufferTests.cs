using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Node.Capture;

namespace Lamina.Node.Tests.Capture;

/// <summary>A capture holds so much for a reader who does not read, and says what it has dropped.</summary>
public class CaptureBufferTests
{
    private static readonly UdpEndpoint From = UdpEndpoint.FromIPv4(0x7F000001, 1);
    private static readonly UdpEndpoint To = UdpEndpoint.FromIPv4(0x7F000002, 2);

    [Fact]
    public void What_finds_no_room_is_counted_and_room_comes_with_reading()
    {
        var buffer = new CaptureBuffer(new CaptureSettings([]) { BufferLimit = 8192 }, 0, "test");
        IPacketTap tap = buffer.AddInterface("udp");
        Send(tap, 100);
        List<(uint Type, byte[] Body)> blocks = Blocks(buffer.Take());
        int kept = blocks.Count(block => block.Type == 6);
        Assert.InRange(kept, 5, 8);
        Assert.Equal((100UL, (ulong)(100 - kept)), Counts(blocks));

        Send(tap, 1);
        blocks = Blocks(buffer.Take());
        Assert.Single(blocks, block => block.Type == 6);
        Assert.Equal((101UL, (ulong)(100 - kept)), Counts(blocks));
        Assert.Empty(Blocks(buffer.Take()));
    }

    [Fact]
    public void A_count_ends_it()
    {
        var buffer = new CaptureBuffer(new CaptureSettings([]) { Count = 3 }, 0, "test");
        IPacketTap tap = buffer.AddInterface("udp");
        Send(tap, 2);
        Assert.False(buffer.HasEnded);
        Send(tap, 2);
        Assert.True(buffer.HasEnded);
        Assert.Equal(3, Blocks(buffer.Take()).Count(block => block.Type == 6));
    }

    [Fact]
    public async Task A_reader_gets_all_that_was_captured_before_the_end()
    {
        var buffer = new CaptureBuffer(new CaptureSettings([]), 0, "test");
        bool isStopped = false;
        await using var stream = new CaptureStream(buffer, () => isStopped = true);
        Send(buffer.AddInterface("udp"), 10);
        buffer.End();
        using MemoryStream all = new();
        await stream.CopyToAsync(all, TestContext.Current.CancellationToken);
        Assert.Equal(10, Blocks(all.ToArray()).Count(block => block.Type == 6));
        await stream.DisposeAsync();
        Assert.True(isStopped);
    }

    private static void Send(IPacketTap tap, int count)
    {
        for (int i = 0; i < count; i++)
        {
            tap.HandleDatagram(Instant.Zero, From, To, new byte[1000]);
        }
    }

    private static (ulong Received, ulong Dropped) Counts(List<(uint Type, byte[] Body)> blocks)
    {
        byte[] last = blocks.Last(block => block.Type == 5).Body;
        return (BinaryPrimitives.ReadUInt64LittleEndian(last.AsSpan(16)), BinaryPrimitives.ReadUInt64LittleEndian(last.AsSpan(28)));
    }

    private static List<(uint Type, byte[] Body)> Blocks(ReadOnlyMemory<byte> bytes)
    {
        List<(uint, byte[])> blocks = [];
        for (ReadOnlySpan<byte> rest = bytes.Span; !rest.IsEmpty;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(rest[4..]);
            blocks.Add((BinaryPrimitives.ReadUInt32LittleEndian(rest), rest[8..(length - 4)].ToArray()));
            rest = rest[length..];
        }

        return blocks;
    }
}
