using System.Buffers.Binary;
using System.Security.Cryptography;
using Lamina.Core;

namespace Lamina.Security.Credentials;

/// <summary>
/// A name in a credential: 16 bytes of SHA-256 of the name's hash in the layer. So it can be compared by who knows nothing but that hash, and has one
/// length whatever the layer hashes with.
/// </summary>
/// <param name="Value">The number.</param>
public readonly record struct CoveredName(UInt128 Value) : IComparable<CoveredName>
{
    /// <summary>Bytes of it.</summary>
    public const int Length = 16;

    /// <summary>Of a name's hash.</summary>
    public static CoveredName Of(in NameHash name)
    {
        Span<byte> bytes = stackalloc byte[NameHash.MaxLength];
        name.CopyTo(bytes);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        using IncrementalHash hashing = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hashing.AppendData("lamina name 1\0"u8);
        hashing.AppendData(bytes[..name.Length]);
        hashing.GetHashAndReset(hash);
        return new CoveredName(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    /// <inheritdoc/>
    public int CompareTo(CoveredName other) => Value.CompareTo(other.Value);
}
