using System.Security.Cryptography;
using System.Text;
using Lamina.Security.Primitives;

namespace Lamina.Security.Noise;

/// <summary>The chaining key, and the hash of all that was said (Noise, revision 34, 5.2).</summary>
internal sealed class SymmetricState : IDisposable
{
    private const int HashLength = SHA256.HashSizeInBytes;
    private const int MaxAtOnce = 1024;

    private readonly CipherState _cipher;
    private readonly byte[] _chaining = new byte[HashLength];
    private readonly byte[] _hash = new byte[HashLength];

    public SymmetricState(string protocol, IAead aead)
    {
        _cipher = new CipherState(aead);
        byte[] name = Encoding.ASCII.GetBytes(protocol);
        // A name that fits is padded with zeros, another one hashed.
        (name.Length <= HashLength ? name : SHA256.HashData(name)).CopyTo(_hash, 0);
        _hash.CopyTo(_chaining, 0);
    }

    public ReadOnlySpan<byte> Hash => _hash;

    /// <summary>What <see cref="TrySeal"/> adds at present.</summary>
    public int Overhead => _cipher.Overhead;

    public void MixHash(ReadOnlySpan<byte> data)
    {
        // In one call where it fits: an object for the parts costs as much as the hash.
        if (data.Length <= MaxAtOnce)
        {
            Span<byte> both = stackalloc byte[HashLength + MaxAtOnce];
            both = both[..(HashLength + data.Length)];
            _hash.CopyTo(both);
            data.CopyTo(both[HashLength..]);
            SHA256.HashData(both, _hash);
            return;
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_hash);
        hash.AppendData(data);
        hash.GetHashAndReset(_hash);
    }

    public void MixKey(ReadOnlySpan<byte> secret)
    {
        Span<byte> derived = stackalloc byte[2 * HashLength];
        Derive(secret, derived);
        derived[..HashLength].CopyTo(_chaining);
        _cipher.Begin(derived[HashLength..]);
        CryptographicOperations.ZeroMemory(derived);
    }

    public void MixKeyAndHash(ReadOnlySpan<byte> secret)
    {
        Span<byte> derived = stackalloc byte[3 * HashLength];
        Derive(secret, derived);
        derived[..HashLength].CopyTo(_chaining);
        MixHash(derived.Slice(HashLength, HashLength));
        _cipher.Begin(derived[(2 * HashLength)..]);
        CryptographicOperations.ZeroMemory(derived);
    }

    /// <summary>Seals, and counts the box among what was said.</summary>
    public bool TrySeal(ReadOnlySpan<byte> plain, Span<byte> box)
    {
        if (!_cipher.TrySeal(_hash, plain, box))
        {
            return false;
        }

        MixHash(box);
        return true;
    }

    /// <summary>Opens, and counts the box among what was said.</summary>
    public bool TryOpen(ReadOnlySpan<byte> box, Span<byte> plain)
    {
        if (!_cipher.TryOpen(_hash, box, plain))
        {
            return false;
        }

        MixHash(box);
        return true;
    }

    /// <summary>The keys of the time after: the initiator's, then the responder's.</summary>
    public void Split(Span<byte> initiator, Span<byte> responder)
    {
        Span<byte> derived = stackalloc byte[2 * HashLength];
        Derive([], derived);
        derived[..HashLength].CopyTo(initiator);
        derived[HashLength..].CopyTo(responder);
        CryptographicOperations.ZeroMemory(derived);
    }

    public void Dispose()
    {
        _cipher.Dispose();
        CryptographicOperations.ZeroMemory(_chaining);
    }

    /// <summary>
    /// Noise's HKDF (4.3) is RFC 5869's with the chaining key for salt and nothing for info. By hand, as the platform's refuses an
    /// empty secret, which the last derivation has.
    /// </summary>
    private void Derive(ReadOnlySpan<byte> secret, Span<byte> derived)
    {
        Span<byte> key = stackalloc byte[HashLength];
        Span<byte> block = stackalloc byte[HashLength + 1];
        HMACSHA256.HashData(_chaining, secret, key);
        for (int number = 1; derived.Length > 0; number++)
        {
            // Each output is made of the one before it and its number; the first of its number alone.
            block[HashLength] = (byte)number;
            HMACSHA256.HashData(key, number == 1 ? block[HashLength..] : block, derived[..HashLength]);
            derived[..HashLength].CopyTo(block);
            derived = derived[HashLength..];
        }

        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(block);
    }
}
