using Lamina.Wire.Frcp;

namespace Lamina.Wire.Tests.Frcp;

public class FrcpHeaderTests
{
    [Theory]
    [InlineData("0023" + "00" + "00" + "00000000" + "DEADBEEF" + "00000000", 0x0023, 0, 0u, 0xDEADBEEF, 0u)]
    [InlineData("006D" + "00" + "00" + "00000864" + "00000064" + "FFFFFFFF", 0x006D, 0, 0x864u, 0x64u, 0xFFFFFFFF)]
    [InlineData("001C" + "00" + "00" + "00000001" + "80000000" + "00000001", 0x001C, 0, 1u, 0x80000000, 1u)]
    [InlineData("000C" + "02" + "00" + "0000080A" + "00000007" + "0000000A" + "0000000C0000000E" + "0000001000000020", 0x000C, 2, 0x80Au, 7u, 10u)]
    public void Vectors(string hex, int flags, int blocks, uint window, uint sequence, uint acknowledgement)
    {
        byte[] packet = Convert.FromHexString(hex);
        Assert.True(FrcpHeader.TryRead(packet, out FrcpHeader header));
        Assert.Equal(
            new FrcpHeader((FrcpFlags)flags, (byte)blocks, new(window), new(sequence), new(acknowledgement)), header);

        byte[] written = new byte[packet.Length];
        header.Write(written);
        for (int i = 0; i < blocks; i++)
        {
            FrcpHeader.WriteBlock(written, i, FrcpHeader.BlockAt(packet, i));
        }

        Assert.Equal(hex, Convert.ToHexString(written));
    }

    [Fact]
    public void The_offset_of_a_run_is_in_the_fourth_byte()
    {
        byte[] packet = Convert.FromHexString("0701" + "00" + "2A" + "00000864" + "00000064" + "FFFFFFFF");
        Assert.True(FrcpHeader.TryRead(packet, out FrcpHeader header));
        Assert.Equal(FrcpFlags.Data | FrcpFlags.AckNow | FrcpFlags.Limited | FrcpFlags.DataRunOffset, header.Flags);
        Assert.Equal(42, header.RunOffset);
        byte[] written = new byte[packet.Length];
        header.Write(written);
        Assert.Equal(packet, written);
    }

    [Fact]
    public void Blocks_are_read_in_order()
    {
        byte[] packet = Convert.FromHexString("000C02000000080A000000070000000A" + "0000000C0000000E" + "0000001000000020");
        Assert.Equal(new SackBlock(new(12), new(14)), FrcpHeader.BlockAt(packet, 0));
        Assert.Equal(new SackBlock(new(16), new(32)), FrcpHeader.BlockAt(packet, 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00230000000000000000000000000F")]
    [InlineData("000C01000000000000000000000000000000000C000000")]
    [InlineData("000D0100000000000000000000000000" + "0000000C0000000E")]
    [InlineData("000C0900000000000000000000000000" + "0000000C0000000E0000000C0000000E0000000C0000000E0000000C0000000E0000000C0000000E0000000C0000000E0000000C0000000E0000000C0000000E0000000C0000000E")]
    public void What_is_short_or_contradicts_itself_is_refused(string hex) =>
        Assert.False(FrcpHeader.TryRead(Convert.FromHexString(hex), out _));

    [Theory]
    [InlineData(true, false, 0x0020)]
    [InlineData(true, true, 0x0060)]
    [InlineData(false, true, 0x0040)]
    [InlineData(false, false, 0x0000)]
    public void Fragment_codes(bool first, bool more, int bits) =>
        Assert.Equal((FrcpFlags)bits, (first ? FrcpFlags.FirstFragment : 0) | (more ? FrcpFlags.MoreFragments : 0));

    [Fact]
    public void Sequence_numbers_wrap_around()
    {
        var last = new SequenceNumber(uint.MaxValue);
        Assert.Equal(new SequenceNumber(0), last + 1);
        Assert.True(last.IsBefore(last + 1));
        Assert.Equal(-5, last.DistanceFrom(last + 5));
        Assert.Equal(last + 3, SequenceNumber.Later(last, last + 3));
        Assert.Equal(last, SequenceNumber.Earlier(last + 3, last));
        Assert.Equal(last, new SequenceNumber(4) - 5);
    }

    [Fact]
    public void The_checksum_stands_in_front_of_what_it_covers()
    {
        byte[] packet = Convert.FromHexString("00000000" + "313233343536373839");
        IntegrityHeader.Write(packet);
        Assert.Equal("E3069283", Convert.ToHexString(packet.AsSpan(0, 4)));
        Assert.True(IntegrityHeader.IsValid(packet));
        packet[9] ^= 4;
        Assert.False(IntegrityHeader.IsValid(packet));
        Assert.False(IntegrityHeader.IsValid(packet.AsSpan(0, 3)));
    }
}
