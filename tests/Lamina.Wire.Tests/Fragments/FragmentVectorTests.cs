using Lamina.Wire.Fragments;

namespace Lamina.Wire.Tests.Fragments;

public class FragmentVectorTests
{
    [Theory]
    [InlineData(false, 0x0102030405060708, 1459, 1459 - 15, "01010203040506070805b3")]
    [InlineData(true, 0x0102030405060708, 1459, SizeProbe.Length, "02010203040506070805b3")]
    public void A_packet_size_is_asked_for_and_answered(bool isAnswer, ulong cookie, int packet, int length, string head)
    {
        byte[] bytes = new byte[length];
        bytes.AsSpan().Fill(0xFF);
        var probe = new SizeProbe(isAnswer, cookie, (ushort)packet);
        probe.Write(bytes);
        Assert.Equal(head, Convert.ToHexStringLower(bytes.AsSpan(0, SizeProbe.Length)));
        Assert.True(bytes.AsSpan(SizeProbe.Length).IndexOfAnyExcept((byte)0) < 0);
        Assert.True(SizeProbe.TryRead(bytes, out SizeProbe read));
        Assert.Equal(probe, read);
        Assert.False(SizeProbe.TryRead(bytes.AsSpan(0, SizeProbe.Length - 1), out _));
    }

    [Theory]
    [InlineData("030102030405060708" + "05b3")]
    [InlineData("000102030405060708" + "05b3")]
    [InlineData("020102030405060708" + "05b3" + "00")]
    public void Another_kind_and_an_answer_with_something_behind_it_are_none(string hex) =>
        Assert.False(SizeProbe.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void A_part_says_which_of_which_packet_it_is()
    {
        byte[] bytes = new byte[PartHeader.Length + 3];
        new PartHeader(7, 11, 2, 3).Write(bytes);
        Assert.Equal("00000007" + "000b" + "02" + "03", Convert.ToHexStringLower(bytes.AsSpan(0, PartHeader.Length)));
        Assert.True(PartHeader.TryRead(bytes, out PartHeader header));
        Assert.Equal((4, 8), (header.PartLength, header.Offset));
        Assert.False(PartHeader.TryRead(bytes.AsSpan(0, PartHeader.Length + 2), out _));
        Assert.False(PartHeader.TryRead([.. bytes, 0], out _));
    }
}
