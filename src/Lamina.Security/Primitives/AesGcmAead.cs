using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Lamina.Security.Primitives;

/// <summary>AES-256-GCM of the platform (NIST SP 800-38D). Nonce: 32 bits of zero, the counter big-endian.</summary>
public sealed class AesGcmAead : IAead
{
    private AesGcmAead()
    {
    }

    /// <summary>The one instance.</summary>
    public static AesGcmAead Instance { get; } = new();

    /// <inheritdoc/>
    public string NoiseName => "AESGCM";

    /// <inheritdoc/>
    public IAeadKey Use(ReadOnlySpan<byte> key) => new Key(new AesGcm(key, IAead.TagLength));

    private sealed class Key(AesGcm cipher) : IAeadKey
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
            BinaryPrimitives.WriteUInt64BigEndian(nonce[4..], counter);
        }
    }
}
