using Lamina.Core;
using Lamina.Wire.Offers;

namespace Lamina.Wire.Tests.Offers;

public class OfferTests
{
    private const string OfferHex = "0101" + "0014" + "00007530" + "00000800" + "02" + "010107" + "020100";
    private const string AnswerHex = "0100" + "0014" + "00007530" + "00000800" + "02" + "010107" + "020100";

    [Fact]
    public void An_offer_has_its_bytes()
    {
        var offer = new FlowOffer(new(1, 1), 20, 30_000, 2048, [new(ElementId.Frcp, 7), new(ElementId.Integrity)]);
        Assert.Equal(OfferHex, Convert.ToHexString(offer.ToBytes()));
        Assert.True(FlowOffer.TryRead(Convert.FromHexString(OfferHex), out FlowOffer? read));
        Assert.Equal(offer.Elements, read!.Elements);
        Assert.Equal(offer with { Elements = [] }, read with { Elements = [] });
    }

    [Fact]
    public void An_answer_has_its_bytes()
    {
        var answer = new FlowAnswer(1, 20, 30_000, 2048, [new(ElementId.Frcp, 7), new(ElementId.Integrity)]);
        Assert.Equal(AnswerHex, Convert.ToHexString(answer.ToBytes()));
        Assert.True(FlowAnswer.TryRead(Convert.FromHexString(AnswerHex), out FlowAnswer? read));
        Assert.Equal(answer.Elements, read!.Elements);
        Assert.Equal(answer with { Elements = [] }, read with { Elements = [] });
    }

    [Fact]
    public void Every_prefix_is_refused_and_what_follows_is_ignored()
    {
        byte[] offer = Convert.FromHexString(OfferHex + "FFFF");
        byte[] answer = Convert.FromHexString(AnswerHex + "FFFF");
        for (int length = 0; length < offer.Length - 2; length++)
        {
            Assert.False(FlowOffer.TryRead(offer.AsSpan(0, length), out _));
            Assert.False(FlowAnswer.TryRead(answer.AsSpan(0, length), out _));
        }

        Assert.True(FlowOffer.TryRead(offer, out _));
        Assert.True(FlowAnswer.TryRead(answer, out _));
    }

    [Fact]
    public void Random_bytes_never_throw()
    {
        var random = new SeededRandom(3);
        byte[] bytes = new byte[80];
        for (int i = 0; i < 100_000; i++)
        {
            random.Fill(bytes);
            bytes[12] &= 0x0F;
            ReadOnlySpan<byte> some = bytes.AsSpan(0, random.Next(80));
            FlowOffer.TryRead(some, out _);
            FlowOffer.TryReadVersions(some, out _);
            FlowAnswer.TryRead(some, out _);
            Piggyback.TryRead(some, out ReadOnlySpan<byte> _, out ReadOnlySpan<byte> _);
        }
    }

    [Fact]
    public void The_piggyback_holds_an_offer_and_user_data()
    {
        byte[] data = Piggyback.Write([1, 2, 3], [9, 8]);
        Assert.Equal("0003" + "010203" + "0908", Convert.ToHexString(data));
        Assert.True(Piggyback.TryRead((ReadOnlyMemory<byte>)data, out ReadOnlyMemory<byte> offer, out ReadOnlyMemory<byte> user));
        Assert.Equal([1, 2, 3], offer.ToArray());
        Assert.Equal([9, 8], user.ToArray());
        Assert.False(Piggyback.TryRead(data.AsSpan(0, 4), out ReadOnlySpan<byte> _, out ReadOnlySpan<byte> _));
        Assert.False(Piggyback.TryRead(ReadOnlyMemory<byte>.Empty, out _, out _));
    }

    [Theory]
    [InlineData(1, 1, 1, 3, true, 1)]
    [InlineData(1, 4, 2, 3, true, 3)]
    [InlineData(2, 2, 1, 3, true, 2)]
    [InlineData(1, 1, 2, 3, false, 0)]
    [InlineData(4, 5, 2, 3, false, 0)]
    public void The_newest_common_version_is_chosen(byte minA, byte maxA, byte minB, byte maxB, bool common, byte version)
    {
        Assert.Equal(common, new VersionRange(minA, maxA).TryChoose(new(minB, maxB), out byte chosen));
        if (common)
        {
            Assert.Equal(version, chosen);
        }
    }
}
