using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Lamina.Security.Primitives;

/// <summary>ChaCha20-Poly1305 of the platform (RFC 8439). Nonce: 32 bits of zero, the counter little-endian.</summary>
public sealed class ChaChaPolyAead : IAead
{
    private ChaChaPolyAead()
    {
    }

    /// <summary>The one instance.</summary>
    public static ChaChaPolyAead Instance { get; } = new();

    /// <inheritdoc/>
    public string NoiseName => "ChaChaPoly";

    /// <inheritdoc/>
    public IAeadKey Use(ReadOnlySpan<byte> key) => new Key(new ChaCha20Poly1305(key));

    private sealed class Key(ChaCha20Poly1305 cipher) : IAeadKey
    {
        public void Seal(ulong counter, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> plain, Span<byte> text, Span<byte> tag)
        {
            Span<byte> nonce = stackalloc byte[12];
            WriteNonce(counter, nonce);
            cipher.Encrypt(nonce, plain, text, tag, associated);
        }

        public bool TryOpen(ulong counter, ReadOnlySpan<byte> associated, ReadOnlySpan<byte> text, ReadOnlySpan<byte> tag, Span<byte> plain)
        {
            Span<byte> nonce = stackalloc byte[12];
            WriteNonce(counter, nonce);
            try
            {
                cipher.Decrypt(nonce, text, tag, plain, associated);
                return true;
            }
            catch (AuthenticationTagMismatchException)
            {
                return false;
            }
        }

        public void Dispose() => cipher.Dispose();

        private static void WriteNonce(ulong counter, Span<byte> nonce)
        {
            nonce[..4].Clear();
            BinaryPrimitives.WriteUInt64LittleEndian(nonce[4..], counter);
        }
    }
}
