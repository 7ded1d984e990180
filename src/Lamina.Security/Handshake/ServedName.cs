using System.Buffers.Binary;
using Lamina.Core;
using Lamina.Security.Credentials;
using Lamina.Security.Identities;

namespace Lamina.Security.Handshake;

/// <summary>
/// A member's word that it serves a name at an address. Who keeps it for others can change nothing in it:
/// <code>
///  +-------------------------------+--------------+
///  | the member's credential chain | signature 64 |
///  +-------------------------------+--------------+
/// </code>
/// The signature is of the credential's signing key, over layer, hash and address. There is no date in it: an old word leads to a member
/// that has moved, or to another one at that address, whose key does not open.
/// </summary>
public static class ServedName
{
    private static ReadOnlySpan<byte> Label => "lamina serves 1"u8;

    /// <summary>A member's word.</summary>
    public static byte[] Write(SigningKey signing, ReadOnlySpan<byte> chain, LayerId layer, in NameHash name, ulong address)
    {
        byte[] proof = new byte[chain.Length + VerifyingKey.SignatureLength];
        chain.CopyTo(proof);
        signing.Sign(Label, Signed(layer, name, address), proof.AsSpan(chain.Length));
        return proof;
    }

    /// <summary>Takes it apart; nothing is believed yet.</summary>
    public static bool TryRead(ReadOnlySpan<byte> proof, out CredentialChain? chain, out ReadOnlySpan<byte> signature)
    {
        chain = null;
        signature = default;
        if (proof.Length <= VerifyingKey.SignatureLength)
        {
            return false;
        }

        signature = proof[^VerifyingKey.SignatureLength..];
        return CredentialChain.TryRead(proof[..^VerifyingKey.SignatureLength], out chain);
    }

    /// <summary>True where it was signed for that name and address by that key.</summary>
    public static bool IsSignedBy(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> signature, LayerId layer, in NameHash name, ulong address) =>
        VerifyingKey.Verify(publicKey, Label, Signed(layer, name, address), signature);

    private static byte[] Signed(LayerId layer, in NameHash name, ulong address)
    {
        byte[] signed = new byte[LayerId.Length + 1 + name.Length + sizeof(ulong)];
        layer.CopyTo(signed);
        signed[LayerId.Length] = (byte)name.Length;
        name.CopyTo(signed.AsSpan(LayerId.Length + 1));
        BinaryPrimitives.WriteUInt64BigEndian(signed.AsSpan(signed.Length - sizeof(ulong)), address);
        return signed;
    }
}
