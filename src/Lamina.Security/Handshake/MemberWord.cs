using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Security.Handshake;

/// <summary>
/// What a member says to all of its layer, so that nobody who passes it on can change it: its credential chain, and a signature over layer and what is said. It has
/// no date: what is said has a number of its own.
/// </summary>
public static class MemberWord
{
    /// <summary>The longest word of any kind: chain and signature.</summary>
    public const int MaxLength = 1100;

    /// <summary>Says something.</summary>
    /// <param name="signing">The member's key.</param>
    /// <param name="chain">Its credential chain, as it is written.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="label">What kind of word it is: no signature serves for another kind.</param>
    /// <param name="said">What is said; it is not in the word.</param>
    public static byte[] Write(SigningKey signing, ReadOnlySpan<byte> chain, LayerId layer, ReadOnlySpan<byte> label, ReadOnlySpan<byte> said)
    {
        byte[] word = new byte[chain.Length + VerifyingKey.SignatureLength];
        chain.CopyTo(word);
        signing.Sign(label, Signed(layer, said), word.AsSpan(chain.Length));
        return word;
    }

    /// <summary>True where that key has said it.</summary>
    public static bool IsSignedBy(
        ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> signature, LayerId layer, ReadOnlySpan<byte> label, ReadOnlySpan<byte> said) =>
        VerifyingKey.Verify(publicKey, label, Signed(layer, said), signature);

    private static byte[] Signed(LayerId layer, ReadOnlySpan<byte> said)
    {
        byte[] signed = new byte[LayerId.Length + said.Length];
        layer.CopyTo(signed);
        said.CopyTo(signed.AsSpan(LayerId.Length));
        return signed;
    }
}
