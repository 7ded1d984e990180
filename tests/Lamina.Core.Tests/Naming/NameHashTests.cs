using System.Security.Cryptography;
using System.Text;

namespace Lamina.Core.Tests.Naming;

public class NameHashTests
{
    [Theory]
    [InlineData("unicast", "eebe0851cda7f85aeef4229567441a2d")]
    [InlineData("broadcast", "b605ea")]
    [InlineData("uni2", "6d4c827b2080bbc7c93ae45df8a3d0fb")]
    [InlineData("bc2", "a24d8326860601b8be95ec9373becf8a")]
    public void Md5_names_match_what_hosts_files_carry(string name, string hex) =>
        Assert.StartsWith(hex, NameHash.Of(Name.Parse(name), HashAlgorithmId.Md5).ToHex(), StringComparison.Ordinal);

    [Fact]
    public void Sha3_256_of_server_is_the_published_value() => Assert.Equal(
        "d19778d2e34a1e3ddfc04b48c94152cced725d741756b131543616d20f250f31",
        NameHash.Of(Name.Parse("server"), HashAlgorithmId.Sha3_256).ToHex());

    [Fact]
    public void Sha3_224_matches_FIPS_202_example_for_abc() => Assert.Equal(
        "e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf",
        NameHash.Of(Name.Parse("abc"), HashAlgorithmId.Sha3_224).ToHex());

    [Fact]
    public void Own_sha3_equals_the_platforms_at_every_length_around_the_block()
    {
        if (!SHA3_256.IsSupported)
        {
            Assert.Skip("this platform has no SHA3 to compare with");
        }

        for (int length = 1; length <= Name.MaxLength; length++)
        {
            string text = new('x', length);
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Name name = Name.Parse(text);
            Assert.Equal(Convert.ToHexStringLower(SHA3_256.HashData(bytes)), NameHash.Of(name, HashAlgorithmId.Sha3_256).ToHex());
            Assert.Equal(Convert.ToHexStringLower(SHA3_384.HashData(bytes)), NameHash.Of(name, HashAlgorithmId.Sha3_384).ToHex());
            Assert.Equal(Convert.ToHexStringLower(SHA3_512.HashData(bytes)), NameHash.Of(name, HashAlgorithmId.Sha3_512).ToHex());
        }
    }

    [Theory]
    [InlineData(HashAlgorithmId.Md5)]
    [InlineData(HashAlgorithmId.Sha3_224)]
    [InlineData(HashAlgorithmId.Sha3_256)]
    [InlineData(HashAlgorithmId.Sha3_384)]
    [InlineData(HashAlgorithmId.Sha3_512)]
    public void A_hash_survives_the_wire(HashAlgorithmId algorithm)
    {
        NameHash hash = NameHash.Of(Name.Parse("a name"), algorithm);
        byte[] bytes = new byte[hash.Length];
        hash.CopyTo(bytes);
        Assert.Equal(NameHash.LengthOf(algorithm), hash.Length);
        Assert.True(NameHash.TryFromBytes(bytes, out NameHash again));
        Assert.Equal(hash, again);
        Assert.Equal(hash.ToHex()[..8], hash.ToString());
    }

    // Whoever sends it chooses the length: where it lies is asked of any.
    [Theory]
    [InlineData(1, 0x0100_0000_0000_0000)]
    [InlineData(7, 0x0102_0304_0506_0700)]
    [InlineData(9, 0x0102_0304_0506_0708)]
    public void A_short_hash_has_a_place_too(int length, ulong place)
    {
        Assert.True(NameHash.TryFromBytes([.. Enumerable.Range(1, length).Select(value => (byte)value)], out NameHash hash));
        Assert.Equal(place, hash.Prefix);
        Assert.Equal(0ul, default(NameHash).Prefix);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public void A_hash_of_an_impossible_length_is_refused(int length) =>
        Assert.False(NameHash.TryFromBytes(new byte[length], out _));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("a\nb")]
    public void What_no_person_can_read_is_no_name(string? text) => Assert.False(Name.TryParse(text, out _));

    [Fact]
    public void A_name_is_at_most_255_bytes_of_UTF8()
    {
        Assert.True(Name.TryParse(new string('a', 255), out _));
        Assert.False(Name.TryParse(new string('a', 256), out _));
        Assert.False(Name.TryParse(new string('é', 128), out _));
    }
}
