using Lamina.Core;
using Lamina.Wire.Allocation;

namespace Lamina.Wire.Tests.Allocation;

/// <summary>What is on the wire, byte by byte: a change here is a new version.</summary>
public sealed class AllocationVectorTests
{
    private const string Md5OfUnicast = "eebe0851cda7f85aeef4229567441a2d";

    private const string RequestVector =
        "0101" + "1122334455667788" + "00020401"
        + "000003e8" + "0000000000000000" + "00" + "00000000" + "00000000" + "01" + "000007d0" + "0001d4c0"
        + "10" + Md5OfUnicast + "0003" + "616263";

    private const string ReplyVector =
        "0102" + "8877665544332211" + "00020402" + "1122334455667788" + "00" + "00001388"
        + "000003e8" + "0000000000000000" + "00" + "00000000" + "00000000" + "01" + "000007d0" + "0001d4c0" + "0002" + "6f6b";

    [Fact]
    public void A_request_is_these_bytes()
    {
        NameHash.TryFromBytes(Convert.FromHexString(Md5OfUnicast), out NameHash hash);
        var request = new RequestPdu
        {
            SourceEid = 0x1122334455667788,
            SourceAddress = 0x00020401,
            Qos = QosSpec.Data,
            Destination = hash,
            Data = "abc"u8,
        };
        Span<byte> bytes = stackalloc byte[1024];
        Assert.Equal(RequestVector, Convert.ToHexStringLower(bytes[..request.Write(bytes, 4)]));

        Assert.True(RequestPdu.TryRead(Convert.FromHexString(RequestVector), 4, out RequestPdu read));
        Assert.Equal(request.SourceEid, read.SourceEid);
        Assert.Equal(request.SourceAddress, read.SourceAddress);
        Assert.Equal(QosSpec.Data, read.Qos);
        Assert.Equal(hash, read.Destination);
        Assert.Equal(NameHash.Of(Name.Parse("unicast"), HashAlgorithmId.Md5), read.Destination);
        Assert.Equal("abc"u8, read.Data);
    }

    [Fact]
    public void A_reply_is_these_bytes()
    {
        var reply = new ReplyPdu
        {
            SourceEid = 0x8877665544332211,
            SourceAddress = 0x00020402,
            RequesterEid = 0x1122334455667788,
            Reason = CloseReason.None,
            MaxPacketLifetime = 5000,
            Qos = QosSpec.Data,
            Data = "ok"u8,
        };
        Span<byte> bytes = stackalloc byte[1024];
        Assert.Equal(ReplyVector, Convert.ToHexStringLower(bytes[..reply.Write(bytes, 4)]));

        Assert.True(ReplyPdu.TryRead(Convert.FromHexString(ReplyVector), 4, out ReplyPdu read));
        Assert.Equal(reply.SourceEid, read.SourceEid);
        Assert.Equal(reply.RequesterEid, read.RequesterEid);
        Assert.Equal(CloseReason.None, read.Reason);
        Assert.Equal(5000u, read.MaxPacketLifetime);
        Assert.Equal(QosSpec.Data, read.Qos);
        Assert.Equal("ok"u8, read.Data);
    }

    [Fact]
    public void A_cookie_and_the_request_that_shows_it_are_these_bytes()
    {
        byte[] cookie = Convert.FromHexString("000102030405060708090a0b0c0d0e0f");
        Span<byte> bytes = stackalloc byte[1024];
        var asked = new CookiePdu { SourceAddress = 0x00020402, RequesterEid = 0x1122334455667788, Cookie = cookie };
        const string CookieVector = "0107" + "0000000000000000" + "00020402" + "1122334455667788" + "000102030405060708090a0b0c0d0e0f";
        Assert.Equal(CookieVector, Hex(bytes, asked.Write(bytes, 4)));
        Assert.Equal(CookiePdu.LengthWith(4), CookieVector.Length / 2);
        Assert.True(CookiePdu.TryRead(Convert.FromHexString(CookieVector), 4, out CookiePdu read));
        Assert.Equal(asked.RequesterEid, read.RequesterEid);
        Assert.Equal(cookie, read.Cookie);
        Assert.False(CookiePdu.TryRead(Convert.FromHexString(CookieVector + "00"), 4, out _));

        string vector = "0108" + RequestVector[4..28] + "000102030405060708090a0b0c0d0e0f" + RequestVector[28..];
        Assert.Equal(vector, Hex(bytes, RequestPdu.PutCookie(Convert.FromHexString(RequestVector), cookie, 4, bytes)));
        Assert.Equal(vector, Hex(bytes, RequestPdu.PutCookie(Convert.FromHexString(vector), cookie, 4, bytes)));
        Assert.True(RequestPdu.TryRead(Convert.FromHexString(vector), 4, out RequestPdu shown));
        Assert.Equal(cookie, shown.Cookie);
        Assert.Equal("abc"u8, shown.Data);
        Assert.Equal(vector, Hex(bytes, shown.Write(bytes, 4)));
    }

    [Fact]
    public void Zeros_may_follow_a_request_and_nothing_else()
    {
        Assert.True(RequestPdu.TryRead(Convert.FromHexString(RequestVector + "00000000"), 4, out RequestPdu read));
        Assert.Equal("abc"u8, read.Data);
        Assert.False(RequestPdu.TryRead(Convert.FromHexString(RequestVector + "00000001"), 4, out _));
    }

    [Fact]
    public void A_layer_without_addresses_has_none_on_the_wire()
    {
        Span<byte> bytes = stackalloc byte[64];
        int length = new ClosePdu(0x4142434445464748, 0, 0x5152535455565758, CloseReason.Normal).Write(bytes, 0);
        Assert.Equal("0105" + "4142434445464748" + "5152535455565758" + "01", Convert.ToHexStringLower(bytes[..length]));
    }

    [Fact]
    public void The_short_messages_are_these_bytes()
    {
        Span<byte> bytes = stackalloc byte[64];
        var confirm = new ConfirmPdu(0x4142434445464748, 7, 0x5152535455565758);
        Assert.Equal("0103" + "4142434445464748" + "07" + "5152535455565758", Hex(bytes, confirm.Write(bytes, 1)));
        var update = new UpdatePdu(0x4142434445464748, 7, 0x5152535455565758, new(5, 7, 12, 0x6162636465666768, 0xABCD1234));
        Assert.Equal("0104" + "4142434445464748" + "07" + "5152535455565758" + "05070c" + "6162636465666768" + "abcd1234" + "1146c0c7", Hex(bytes, update.Write(bytes, 1)));
        var close = new ClosePdu(0x4142434445464748, 7, 0x5152535455565758, CloseReason.PeerDied);
        Assert.Equal("0105" + "4142434445464748" + "07" + "5152535455565758" + "0a", Hex(bytes, close.Write(bytes, 1)));
        var ack = new CloseAckPdu(0x4142434445464748, 7, 0x5152535455565758);
        Assert.Equal("0106" + "4142434445464748" + "07" + "5152535455565758", Hex(bytes, ack.Write(bytes, 1)));
        var refusal = new VersionRefusalPdu(0x4142434445464748, 7, 1, 3);
        Assert.Equal("00ff" + "4142434445464748" + "07" + "0103", Hex(bytes, refusal.Write(bytes, 1)));
    }

    [Fact]
    public void A_refusal_of_versions_is_read_whatever_follows_it()
    {
        byte[] later = Convert.FromHexString("00ff" + "4142434445464748" + "07" + "0103" + "ffff");
        Assert.True(VersionRefusalPdu.TryRead(later, 1, out VersionRefusalPdu refusal));
        Assert.Equal(new VersionRefusalPdu(0x4142434445464748, 7, 1, 3), refusal);
    }

    [Fact]
    public void An_unknown_reason_reads_as_other()
    {
        byte[] close = Convert.FromHexString("0105" + "4142434445464748" + "5152535455565758" + "63");
        Assert.True(ClosePdu.TryRead(close, 0, out ClosePdu read));
        Assert.Equal(CloseReason.Other, read.Reason);
    }

    [Fact]
    public void Every_reason_that_there_is_reads_as_itself()
    {
        byte[] bytes = new byte[64];
        foreach (CloseReason reason in Enum.GetValues<CloseReason>())
        {
            int length = new ClosePdu(77, 0, 78, reason).Write(bytes, 0);
            Assert.True(ClosePdu.TryRead(bytes.AsSpan(0, length), 0, out ClosePdu read));
            Assert.Equal(reason, read.Reason);
        }
    }

    private static string Hex(Span<byte> bytes, int length) => Convert.ToHexStringLower(bytes[..length]);
}
