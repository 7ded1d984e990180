using Lamina.Core;
using Lamina.Wire.Attach;

namespace Lamina.Wire.Tests.Attach;

/// <summary>Whatever comes is read or refused; nothing is thrown.</summary>
public sealed class AttachHostileTests
{
    [Fact]
    public void A_message_that_was_cut_is_refused()
    {
        byte[] buffer = new byte[AttachProtocol.MaxMessageLength];
        int[] lengths =
        [
            new AttachHello(1, 1, 1).Write(buffer),
            new AttachBinding(AttachMessageType.Listen, 1, Name.Parse("a name")).Write(buffer),
            new AttachEnd(AttachMessageType.Close, 1, CloseReason.Normal).Write(buffer),
            new AttachFlowEvent(1, FlowEvent.Up, CloseReason.None).Write(buffer),
            new AttachOutcome(1, Outcome.Failed("why", "what next")).Write(buffer),
        ];
        Assert.All(lengths, length => Assert.True(length > 0));
        int last = new AttachOutcome(1, Outcome.Failed("why", "what next")).Write(buffer);
        for (int cut = 0; cut < last; cut++)
        {
            Assert.False(AttachMessages.TryRead(buffer.AsSpan(0, cut), out _));
        }

        last = new AttachBinding(AttachMessageType.Listen, 1, Name.Parse("a name")).Write(buffer);
        for (int cut = 0; cut < last; cut++)
        {
            Assert.False(AttachMessages.TryRead(buffer.AsSpan(0, cut), out _));
        }

        last = new AttachHello(1, 1, 1).Write(buffer);
        for (int cut = 0; cut < last; cut++)
        {
            Assert.False(AttachMessages.TryRead(buffer.AsSpan(0, cut), out _));
        }
    }

    [Fact]
    public void Random_bytes_are_read_or_refused()
    {
        const ulong Seed = 20261;
        var random = new SeededRandom(Seed);
        byte[] buffer = new byte[300];
        for (int round = 0; round < 200_000; round++)
        {
            Span<byte> message = buffer.AsSpan(0, (int)(random.NextUInt64() % 300));
            random.Fill(message);
            if (!message.IsEmpty)
            {
                message[0] = (byte)(random.NextUInt64() % 16);
            }

            if (AttachMessages.TryRead(message, out byte[] again))
            {
                Assert.True(AttachMessages.TryRead(again, out _), $"seed {Seed}, round {round}: {Convert.ToHexString(message)}");
            }
        }
    }

    [Theory]
    [InlineData(0, 100, 1000)]
    [InlineData(101, 100, 1000)]
    [InlineData(1001, 1100, 1000)]
    [InlineData(1, 100, 1000)]
    [InlineData(0xFFFFFFFF, 100, 1000)]
    public void A_record_that_lies_about_its_segments_is_refused(uint segmentLength, int bytes, int maxPacketSize)
    {
        byte[] record = new byte[AttachRecord.HeaderLength + bytes];
        AttachRecord.WriteHeader(record, (int)segmentLength);
        Assert.False(AttachRecord.TryReadHeader(record, maxPacketSize, out _, out _, out _));
    }

    [Fact]
    public void A_record_says_how_many_segments_it_has()
    {
        byte[] record = new byte[AttachRecord.HeaderLength + 2500];
        AttachRecord.WriteHeader(record, 1000);
        Assert.True(AttachRecord.TryReadHeader(record, 1000, out int length, out int count, out _));
        Assert.Equal((1000, 3), (length, count));
    }
}
