using Lamina.Security.Primitives;

namespace Lamina.Bearers.Crypto;

/// <summary>X25519 of libcrypto (RFC 7748, 5). Only where <see cref="Instance"/> is not null: the platform's own library has none.</summary>
public sealed unsafe class X25519 : IKeyAgreement
{
    private const int Length = 32;

    private X25519()
    {
    }

    /// <summary>The one instance; null where libcrypto is not there.</summary>
    public static X25519? Instance { get; } = LibCrypto.IsThere ? new X25519() : null;

    /// <inheritdoc/>
    public string NoiseName => "25519";

    /// <inheritdoc/>
    public int PrivateKeyLength => Length;

    /// <inheritdoc/>
    public int PublicKeyLength => Length;

    /// <inheritdoc/>
    public int SharedLength => Length;

    /// <inheritdoc/>
    public IPrivateKey? Import(ReadOnlySpan<byte> privateKey)
    {
        if (privateKey.Length != Length)
        {
            return null;
        }

        var key = new KeyHandle(privateKey);
        byte[] publicKey = new byte[Length];
        nuint length = Length;
        fixed (byte* target = publicKey)
        {
            if (!key.IsInvalid && LibCrypto.GetPublicKey(key, target, &length) == 1 && length == Length)
            {
                return new X25519PrivateKey(key, publicKey);
            }
        }

        LibCrypto.ForgetErrors();
        key.Dispose();
        return null;
    }
}
