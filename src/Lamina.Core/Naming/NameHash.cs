using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Lamina.Core;

/// <summary>The hash of a name, 16 to 64 bytes: all that a layer sees of it.</summary>
public readonly struct NameHash : IEquatable<NameHash>
{
    /// <summary>The longest hash (SHA3-512) in bytes.</summary>
    public const int MaxLength = 64;

    // Never written again. A reference: flows keep the hashes of their peers' keys in several places, mostly none.
    private readonly byte[]? _bytes;

    private NameHash(ReadOnlySpan<byte> bytes) => _bytes = bytes.ToArray();

    /// <summary>Bytes of the hash; 0 for the default value.</summary>
    public int Length => Bytes.Length;

    /// <summary>The first eight bytes as a number: where the hash lies among addresses and identifiers.</summary>
    public ulong Prefix
    {
        get
        {
            // From the wire it may be shorter.
            Span<byte> first = stackalloc byte[sizeof(ulong)];
            first.Clear();
            Bytes[..Math.Min(Length, sizeof(ulong))].CopyTo(first);
            return BinaryPrimitives.ReadUInt64BigEndian(first);
        }
    }

    private ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The hash of a name, of its UTF-8 bytes without a terminator.</summary>
    public static NameHash Of(Name name, HashAlgorithmId algorithm)
    {
        Span<byte> text = stackalloc byte[Name.MaxLength];
        text = text[..Encoding.UTF8.GetBytes(name.Value, text)];
        Span<byte> hash = stackalloc byte[MaxLength];
        return new NameHash(hash[..Hash(algorithm, text, hash)]);
    }

    /// <summary>The hash of a member's address, of its eight bytes: where the member lies among the names.</summary>
    public static NameHash Of(Address member, HashAlgorithmId algorithm)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, member.Value);
        Span<byte> hash = stackalloc byte[MaxLength];
        return new NameHash(hash[..Hash(algorithm, bytes, hash)]);
    }

    /// <summary>Takes a hash as it came from the wire.</summary>
    /// <returns>False when it is empty or longer than <see cref="MaxLength"/>.</returns>
    public static bool TryFromBytes(ReadOnlySpan<byte> bytes, out NameHash hash)
    {
        bool fits = bytes.Length is > 0 and <= MaxLength;
        hash = fits ? new NameHash(bytes) : default;
        return fits;
    }

    /// <summary>Bytes of an algorithm's hash.</summary>
    public static int LengthOf(HashAlgorithmId algorithm) => algorithm switch
    {
        HashAlgorithmId.Md5 => 16,
        HashAlgorithmId.Sha3_224 => 28,
        HashAlgorithmId.Sha3_256 => 32,
        HashAlgorithmId.Sha3_384 => 48,
        HashAlgorithmId.Sha3_512 => 64,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };

    /// <summary>Copies the hash; the target needs <see cref="Length"/> bytes.</summary>
    public void CopyTo(Span<byte> target) => Bytes.CopyTo(target);

    /// <summary>The whole hash in lower-case hexadecimal, as a hosts file has it.</summary>
    public string ToHex() => Convert.ToHexStringLower(Bytes);

    /// <inheritdoc/>
    public bool Equals(NameHash other) => Bytes.SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NameHash other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Prefix.GetHashCode();

    /// <summary>The first eight hexadecimal digits: enough for a person and a log.</summary>
    public override string ToString() => Length == 0 ? "-" : ToHex()[..8];

    /// <summary>Same hash.</summary>
    public static bool operator ==(NameHash left, NameHash right) => left.Equals(right);

    /// <summary>Another hash.</summary>
    public static bool operator !=(NameHash left, NameHash right) => !left.Equals(right);

#pragma warning disable CA5351 // MD5 is what hosts files and DNS of udp layers carry; nothing relies on it being hard to invert.
    private static int Hash(HashAlgorithmId algorithm, ReadOnlySpan<byte> text, Span<byte> hash) => algorithm switch
    {
        HashAlgorithmId.Md5 => MD5.HashData(text, hash),
        HashAlgorithmId.Sha3_224 => Sha3.HashData(text, hash, 28),
        HashAlgorithmId.Sha3_256 => Sha3.HashData(text, hash, 32),
        HashAlgorithmId.Sha3_384 => Sha3.HashData(text, hash, 48),
        HashAlgorithmId.Sha3_512 => Sha3.HashData(text, hash, 64),
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
    };
#pragma warning restore CA5351
}
