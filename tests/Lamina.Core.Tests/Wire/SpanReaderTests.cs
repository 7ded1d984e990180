namespace Lamina.Core.Tests.Wire;

public class SpanReaderTests
{
    [Fact]
    public void Fields_are_big_endian_and_come_back()
    {
        byte[] bytes = new byte[32];
        var writer = new SpanWriter(bytes);
        writer.WriteByte(1);
        writer.WriteUInt16(0x0203);
        writer.WriteUInt32(0x04050607);
        writer.WriteUInt64(0x08090A0B0C0D0E0F);
        writer.WriteNumber(0x101112, 3);
        Assert.False(writer.Failed);
        Assert.Equal(Enumerable.Range(1, 18).Select(i => (byte)i), writer.Written.ToArray());

        var reader = new SpanReader(writer.Written);
        Assert.Equal(1, reader.ReadByte());
        Assert.Equal(0x0203, reader.ReadUInt16());
        Assert.Equal(0x04050607u, reader.ReadUInt32());
        Assert.Equal(0x08090A0B0C0D0E0Ful, reader.ReadUInt64());
        Assert.Equal(0x101112ul, reader.ReadNumber(3));
        Assert.False(reader.Failed);
        Assert.True(reader.Rest.IsEmpty);
    }

    [Fact]
    public void A_read_past_the_end_gives_nothing_and_is_remembered()
    {
        var reader = new SpanReader([1, 2, 3]);
        Assert.Equal(0u, reader.ReadUInt32());
        Assert.True(reader.Failed);
        Assert.Equal(0, reader.ReadByte());
        Assert.True(reader.Failed);
        var negative = new SpanReader([1, 2, 3]);
        Assert.True(negative.ReadBytes(-1).IsEmpty);
        Assert.True(negative.Failed);
    }

    [Fact]
    public void A_write_past_the_end_changes_nothing_and_is_remembered()
    {
        byte[] bytes = new byte[3];
        var writer = new SpanWriter(bytes);
        writer.WriteUInt32(uint.MaxValue);
        Assert.True(writer.Failed);
        Assert.Equal(0, writer.Length);
        Assert.Equal(new byte[3], bytes);
    }
}
