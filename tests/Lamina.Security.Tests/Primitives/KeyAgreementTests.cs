using Lamina.Bearers.Crypto;
using Lamina.Security.Primitives;

namespace Lamina.Security.Tests.Primitives;

/// <summary>Published agreements, and public keys that nobody should have.</summary>
public class KeyAgreementTests
{
    /// <summary>RFC 7748, 6.1.</summary>
    [Fact]
    public void X25519_agrees_as_published() => Agrees(
        Curve(),
        "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
        "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a",
        "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb",
        "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
        "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");

    /// <summary>RFC 5903, 8.1.</summary>
    [Fact]
    public void P256_agrees_as_published() => Agrees(
        P256.Instance,
        "c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433",
        "04dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c37725811805271a0461cdb8252d61f1c456fa3e59ab1f45b33accf5f58389e0577b8990bb3",
        "c6ef9c5d78ae012a011164acb397ce2088685d8f06bf9be0b283ab46476bee53",
        "04d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf6356fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab",
        "d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de");

    /// <summary>With a point of small order everybody agrees on zero (RFC 7748, 6.1).</summary>
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
    [InlineData("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")]
    public void X25519_refuses_points_of_small_order(string point) =>
        Assert.False(Curve().Import(Bytes(new string('4', 64)))!.TryAgree(Bytes(point), new byte[32]));

    [Fact]
    public void P256_refuses_what_is_no_point_and_no_scalar()
    {
        using IPrivateKey own = P256.Instance.Import(Bytes(new string('4', 64)))!;
        byte[] point = own.Public.ToArray();
        Assert.False(own.TryAgree([3, .. point[1..]], new byte[32]));
        Assert.False(own.TryAgree(point.AsSpan(0, 64), new byte[32]));
        Assert.False(own.TryAgree([4, .. new byte[64]], new byte[32]));
        point[40] ^= 1;
        Assert.False(own.TryAgree(point, new byte[32]));
        Assert.Null(P256.Instance.Import(new byte[32]));
        // The order of the group is one too many.
        Assert.Null(P256.Instance.Import(Bytes("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")));
    }

    [Fact]
    public void A_key_that_is_gone_agrees_with_nobody()
    {
        foreach (IKeyAgreement agreement in Noise.Suites.Agreements)
        {
            IPrivateKey own = agreement.Import(Bytes(new string('4', 64)))!;
            byte[] point = own.Public.ToArray();
            Assert.True(own.TryAgree(point, new byte[32]));
            own.Dispose();
            Assert.False(own.TryAgree(point, new byte[32]));
        }
    }

    private static void Agrees(IKeyAgreement agreement, string alice, string alicePublic, string bob, string bobPublic, string shared)
    {
        foreach ((string own, string ownPublic, string peerPublic) in new[] { (alice, alicePublic, bobPublic), (bob, bobPublic, alicePublic) })
        {
            using IPrivateKey key = agreement.Import(Bytes(own))!;
            Assert.Equal(ownPublic, Convert.ToHexStringLower(key.Public));
            byte[] secret = new byte[agreement.SharedLength];
            Assert.True(key.TryAgree(Bytes(peerPublic), secret));
            Assert.Equal(shared, Convert.ToHexStringLower(secret));
        }
    }

    private static IKeyAgreement Curve()
    {
        Assert.SkipWhen(X25519.Instance is null, "libcrypto is not here");
        return X25519.Instance!;
    }

    private static byte[] Bytes(string hexadecimal) => Convert.FromHexString(hexadecimal);
}
