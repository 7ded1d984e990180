using Lamina.Security.Primitives;

namespace Lamina.Bearers.Crypto;

/// <summary>A private key of X25519. libcrypto counts references to a key and only reads it, so threads may agree with one at once.</summary>
internal sealed unsafe class X25519PrivateKey(KeyHandle own, byte[] publicKey) : IPrivateKey
{
    public ReadOnlySpan<byte> Public => publicKey;

    /// <remarks>A public key of small order would make every secret zero; libcrypto refuses it (RFC 7748, 6.1).</remarks>
    public bool TryAgree(ReadOnlySpan<byte> peerKey, Span<byte> shared)
    {
        if (own.IsClosed || peerKey.Length != publicKey.Length || shared.Length < publicKey.Length)
        {
            return false;
        }

        fixed (byte* point = peerKey)
        fixed (byte* secret = shared)
        {
            nint peer = LibCrypto.NewPublicKey(LibCrypto.X25519, 0, point, (nuint)peerKey.Length);
            nint context = LibCrypto.NewContext(own, 0);
            nuint length = (nuint)publicKey.Length;
            bool done = context != 0 && peer != 0
                && LibCrypto.BeginDerive(context) == 1
                && LibCrypto.SetPeer(context, peer) == 1
                && LibCrypto.Derive(context, secret, &length) == 1
                && length == (nuint)publicKey.Length;
            // Both take null.
            LibCrypto.FreeContext(context);
            LibCrypto.FreeKey(peer);
            if (!done)
            {
                LibCrypto.ForgetErrors();
            }

            return done;
        }
    }

    public void Dispose() => own.Dispose();
}
