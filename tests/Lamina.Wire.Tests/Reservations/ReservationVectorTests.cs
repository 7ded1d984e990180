using Lamina.Core;
using Lamina.Wire.Reservations;

namespace Lamina.Wire.Tests.Reservations;

/// <summary>What is on the wire, byte by byte, and what is read of anything else.</summary>
public sealed class ReservationVectorTests
{
    private const string Reserve = "0101" + "00000007" + "0000000000020401" + "1122334455667788" + "0000000000020402" + "8877665544332211"
        + "02" + "3c" + "00000000003d0900";

    private const string Answer = "0102" + "00000007" + "1122334455667788" + "02";

    private const string Release = "0103" + "0000000000020401" + "1122334455667788";

    private static readonly ReserveMessage Asked = new(
        7, new Address(0x20401), 0x1122334455667788, new Address(0x20402), 0x8877665544332211, QosCube.Voice, 60, 4_000_000);

    [Fact]
    public void The_messages_are_these_bytes()
    {
        Span<byte> bytes = stackalloc byte[ReservationHeader.MaxLength];
        Assert.Equal(Reserve, Convert.ToHexStringLower(bytes[..Asked.Write(bytes)]));
        Assert.Equal(Answer, Convert.ToHexStringLower(bytes[..new ReservationAnswer(7, 0x1122334455667788, ReservationVerdict.Unknown).Write(bytes)]));
        Assert.Equal(Release, Convert.ToHexStringLower(bytes[..new ReleaseMessage(new Address(0x20401), 0x1122334455667788).Write(bytes)]));
        Assert.True(ReserveMessage.TryRead(Convert.FromHexString(Reserve), out ReserveMessage reserve));
        Assert.Equal(Asked, reserve);
        Assert.True(ReservationAnswer.TryRead(Convert.FromHexString(Answer), out ReservationAnswer answer));
        Assert.Equal(new ReservationAnswer(7, 0x1122334455667788, ReservationVerdict.Unknown), answer);
        Assert.True(ReleaseMessage.TryRead(Convert.FromHexString(Release), out ReleaseMessage release));
        Assert.Equal(new ReleaseMessage(new Address(0x20401), 0x1122334455667788), release);
    }

    [Fact]
    public void Nothing_shorter_or_longer_is_one()
    {
        byte[] bytes = [.. Convert.FromHexString(Reserve), 0];
        for (int length = 0; length <= bytes.Length; length++)
        {
            Assert.Equal(length == bytes.Length - 1, ReserveMessage.TryRead(bytes.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void What_makes_no_sense_is_none()
    {
        Span<byte> bytes = stackalloc byte[ReservationHeader.MaxLength];
        ReserveMessage[] wrong =
        [
            Asked with { Bandwidth = 0 }, Asked with { Bandwidth = ulong.MaxValue }, Asked with { Owner = Address.None },
            Asked with { Destination = Address.None }, Asked with { Eid = 63 }, Asked with { OwnerEid = 0 },
        ];
        foreach (ReserveMessage message in wrong)
        {
            Assert.False(ReserveMessage.TryRead(bytes[..message.Write(bytes)], out _));
        }

        byte[] unknown = Convert.FromHexString(Answer);
        unknown[^1] = 77;
        Assert.True(ReservationAnswer.TryRead(unknown, out ReservationAnswer answer));
        Assert.Equal(ReservationVerdict.Refused, answer.Verdict);
    }
}
