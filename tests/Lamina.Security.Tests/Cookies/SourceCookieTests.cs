using Lamina.Core;
using Lamina.Security.Cookies;

namespace Lamina.Security.Tests.Cookies;

public sealed class SourceCookieTests
{
    private static readonly RemoteSource Here = new(0x0A000001, 3435, 0);

    private readonly SourceCookies _cookies = new(new SeededRandom(7));
    private Instant _now = Instant.Zero + Duration.FromSeconds(5);

    [Fact]
    public void A_cookie_is_good_for_its_source_as_often_as_it_is_shown()
    {
        byte[] cookie = Make(Here);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(_cookies.IsValid(Here, cookie, _now));
        }

        Assert.Equal(cookie, Make(Here));
    }

    [Fact]
    public void It_is_worth_nothing_at_another_place_or_port()
    {
        byte[] cookie = Make(Here);
        Assert.False(_cookies.IsValid(Here with { Place = Here.Place + 1 }, cookie, _now));
        Assert.False(_cookies.IsValid(Here with { Port = 3436 }, cookie, _now));
        Assert.False(new SourceCookies(new SeededRandom(8)).IsValid(Here, cookie, _now));
    }

    [Fact]
    public void A_forged_one_is_refused_whatever_its_length()
    {
        byte[] cookie = Make(Here);
        for (int bit = 0; bit < cookie.Length * 8; bit++)
        {
            byte[] forged = [.. cookie];
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(_cookies.IsValid(Here, forged, _now));
        }

        Assert.False(_cookies.IsValid(Here, [], _now));
        Assert.False(_cookies.IsValid(Here, cookie.AsSpan(1), _now));
        Assert.False(_cookies.IsValid(Here, [.. cookie, 0], _now));
        Assert.False(_cookies.IsValid(Here, new byte[16], _now));
    }

    [Fact]
    public void It_lives_for_two_to_four_minutes()
    {
        byte[] early = Make(Here);
        _now += Duration.FromSeconds(119);
        byte[] late = Make(Here);
        Assert.Equal(early, late);
        _now += Duration.FromSeconds(119);
        Assert.True(_cookies.IsValid(Here, late, _now));
        Assert.NotEqual(late, Make(Here));
        _now += Duration.FromSeconds(3);
        Assert.False(_cookies.IsValid(Here, late, _now));
    }

    [Fact]
    public void After_a_long_silence_nothing_is_good()
    {
        byte[] cookie = Make(Here);
        _now += Duration.FromSeconds(3600);
        Assert.False(_cookies.IsValid(Here, cookie, _now));
        Assert.False(_cookies.IsValid(Here, cookie, _now));
    }

    [Fact]
    public void A_key_of_zeros_is_never_one()
    {
        // Before the first cookie there is no key at all, and none that somebody could know.
        Span<byte> zeros = stackalloc byte[20];
        byte[] guessed = System.Security.Cryptography.HMACSHA256.HashData(new byte[32], zeros)[..16];
        Assert.False(_cookies.IsValid(default, guessed, _now));
        _now += Duration.FromSeconds(130);
        Assert.False(_cookies.IsValid(default, guessed, _now));
    }

    private byte[] Make(in RemoteSource source)
    {
        byte[] cookie = new byte[SourceCookies.Length];
        _cookies.Write(source, _now, cookie);
        return cookie;
    }
}
