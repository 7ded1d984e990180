using Lamina.Bearers.Crypto;
using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Security.Tests.Identities;

/// <summary>Keys and the file that they are in.</summary>
public sealed class IdentityTests : IDisposable
{
    private readonly NodeIdentity _identity = NodeIdentity.New(new SeededRandom(1), X25519.Instance);

    [Fact]
    public void The_file_gives_the_same_identity_back()
    {
        Assert.True(IdentityCodec.TryRead(IdentityCodec.Write(_identity), X25519.Instance, out NodeIdentity? read, out string problem), problem);
        using NodeIdentity same = read!;
        Assert.Equal(_identity.Id, same.Id);
        Assert.Equal(Keys(_identity), Keys(same));
    }

    [Fact]
    public void Without_libcrypto_the_same_node_has_P256_alone()
    {
        Assert.True(IdentityCodec.TryRead(IdentityCodec.Write(_identity), null, out NodeIdentity? read, out _));
        using NodeIdentity same = read!;
        Assert.Equal(_identity.Id, same.Id);
        Assert.Equal([AgreementId.P256], same.Agreements.Select(own => own.Id));
    }

    [Fact]
    public void A_damaged_file_is_no_identity()
    {
        byte[] file = IdentityCodec.Write(_identity);
        for (int i = 0; i < file.Length; i++)
        {
            byte[] torn = file[..i];
            Assert.False(IdentityCodec.TryRead(torn, X25519.Instance, out _, out string problem));
            Assert.NotEmpty(problem);
            byte[] changed = [.. file];
            changed[i] ^= 0x40;
            Assert.False(IdentityCodec.TryRead(changed, X25519.Instance, out _, out _), $"byte {i}");
        }
    }

    [Fact]
    public void A_signature_is_of_its_key_its_label_and_its_data()
    {
        byte[] signature = new byte[VerifyingKey.SignatureLength];
        _identity.Signing.Sign("a"u8, "data"u8, signature);
        Assert.True(VerifyingKey.Verify(_identity.Signing.Public, "a"u8, "data"u8, signature));
        Assert.False(VerifyingKey.Verify(_identity.Signing.Public, "b"u8, "data"u8, signature));
        Assert.False(VerifyingKey.Verify(_identity.Signing.Public, "ad"u8, "ata"u8, signature));
        Assert.False(VerifyingKey.Verify(_identity.Signing.Public, "a"u8, "Data"u8, signature));
        using SigningKey other = SigningKey.New(new SeededRandom(2));
        Assert.False(VerifyingKey.Verify(other.Public, "a"u8, "data"u8, signature));
        Assert.False(VerifyingKey.Verify(new byte[VerifyingKey.Length], "a"u8, "data"u8, signature));
        byte[] nowhere = other.Public.ToArray();
        nowhere[40] ^= 1;
        Assert.False(VerifyingKey.Verify(nowhere, "a"u8, "data"u8, signature));
    }

    [Fact]
    public void A_request_shows_that_its_node_has_the_key()
    {
        NodeRequest request = NodeRequest.Of(_identity);
        Assert.Equal(_identity.Id, request.Node);
        for (int i = 0; i < request.Bytes.Length; i++)
        {
            byte[] changed = request.Bytes.ToArray();
            changed[i] ^= 1;
            Assert.False(NodeRequest.TryRead(changed, out _), $"byte {i}");
        }
    }

    [Fact]
    public void Ids_are_read_as_they_are_written()
    {
        Assert.True(KeyId.TryParse(_identity.Id.ToString(), out KeyId id));
        Assert.Equal(_identity.Id, id);
        Assert.Equal(_identity.Id.ToString(), id.ToPeerIdentity().KeyHash.ToHex());
        Assert.False(KeyId.TryParse("xy" + id.ToString()[2..], out _));
        Assert.False(KeyId.TryParse(id.ToString()[2..], out _));
    }

    public void Dispose() => _identity.Dispose();

    private static IEnumerable<string> Keys(NodeIdentity identity) =>
        identity.PublicAgreements.Select(key => $"{key.Id} {Convert.ToHexString(key.Public.Span)}");
}
