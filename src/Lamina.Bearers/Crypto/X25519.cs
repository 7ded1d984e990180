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
    public bool TryDerivePublicKey(ReadOnlySpan<byte> privateKey, Span<byte> publicKey)
    {
        if (privateKey.Length != Length || publicKey.Length < Length)
        {
            return false;
        }

        fixed (byte* scalar = privateKey)
        fixed (byte* target = publicKey)
        {
            nint key = LibCrypto.NewPrivateKey(LibCrypto.X25519, 0, scalar, Length);
            nuint length = Length;
            bool done = key != 0 && LibCrypto.GetPublicKey(key, target, &length) == 1 && length == Length;
            LibCrypto.FreeKey(key);
            return Said(done);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A public key of small order would make every secret zero; libcrypto refuses it (RFC 7748, 6.1).</remarks>
    public bool TryAgree(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> publicKey, Span<byte> shared)
    {
        if (privateKey.Length != Length || publicKey.Length != Length || shared.Length < Length)
        {
            return false;
        }

        fixed (byte* scalar = privateKey)
        fixed (byte* point = publicKey)
        fixed (byte* secret = shared)
        {
            nint own = LibCrypto.NewPrivateKey(LibCrypto.X25519, 0, scalar, Length);
            nint peer = LibCrypto.NewPublicKey(LibCrypto.X25519, 0, point, Length);
            nint context = own == 0 ? 0 : LibCrypto.NewContext(own, 0);
            nuint length = Length;
            bool done = context != 0 && peer != 0
                && LibCrypto.BeginDerive(context) == 1
                && LibCrypto.SetPeer(context, peer) == 1
                && LibCrypto.Derive(context, secret, &length) == 1
                && length == Length;
            // All three take null.
            LibCrypto.FreeContext(context);
            LibCrypto.FreeKey(peer);
            LibCrypto.FreeKey(own);
            return Said(done);
        }
    }

    private static bool Said(bool done)
    {
        if (!done)
        {
            LibCrypto.ForgetErrors();
        }

        return done;
    }
}
