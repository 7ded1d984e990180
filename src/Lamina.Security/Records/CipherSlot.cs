using System.Security.Cryptography;
using Lamina.Security.Primitives;

namespace Lamina.Security.Records;

/// <summary>
/// The secret of one phase of one direction. Its cipher is in the cache from its first use until others need the place; the secret
/// makes it again.
/// </summary>
internal sealed class CipherSlot : IDisposable
{
    private readonly RecordCiphers _ciphers;
    private readonly IAead _aead;
    private readonly byte[] _secret;
    private bool _isDisposed;

    private CipherSlot(RecordCiphers ciphers, IAead aead, byte[] secret)
    {
        _ciphers = ciphers;
        _aead = aead;
        _secret = secret;
    }

    /// <summary>In the cache: its neighbours, and the cipher. Written by the cache.</summary>
    internal IAeadKey? Cached { get; set; }

    internal CipherSlot? Newer { get; set; }

    internal CipherSlot? Older { get; set; }

    /// <summary>The first phase of a direction; the secret is copied.</summary>
    public static CipherSlot First(RecordCiphers ciphers, IAead aead, ReadOnlySpan<byte> secret) => new(ciphers, aead, secret.ToArray());

    /// <summary>The phase that follows so many phases later.</summary>
    public CipherSlot Following(int phases = 1)
    {
        byte[] secret = [.. _secret];
        for (; phases > 0; phases--)
        {
            Derive(secret, "lamina record next"u8, secret);
        }

        return new CipherSlot(_ciphers, _aead, secret);
    }

    /// <summary>The cipher, for this call: the next one of another slot may end it.</summary>
    public IAeadKey Cipher() => _ciphers.Use(this);

    /// <summary>Zeroes the secret and the cipher.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _ciphers.Forget(this);
        CryptographicOperations.ZeroMemory(_secret);
    }

    internal IAeadKey MakeCipher()
    {
        // A zeroed secret would be everybody's.
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Span<byte> key = stackalloc byte[IAead.KeyLength];
        Derive(_secret, "lamina record key"u8, key);
        IAeadKey cipher = _aead.Use(key);
        CryptographicOperations.ZeroMemory(key);
        return cipher;
    }

    private static void Derive(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> purpose, Span<byte> derived)
    {
        Span<byte> fresh = stackalloc byte[IAead.KeyLength];
        HKDF.Expand(HashAlgorithmName.SHA256, secret, fresh, purpose);
        fresh.CopyTo(derived);
        CryptographicOperations.ZeroMemory(fresh);
    }
}
