using System.Buffers.Binary;
using System.Security.Cryptography;
using Lamina.Security.Credentials;

namespace Lamina.Security.Tickets;

/// <summary>
/// The first 16 bytes of SHA-256 of a signed set of roots as a whole: whoever shows another set, of whatever signature, shows another fingerprint.
/// </summary>
/// <param name="Value">The number.</param>
public readonly record struct RootsFingerprint(UInt128 Value)
{
    /// <summary>Bytes of it.</summary>
    public const int Length = 16;

    /// <summary>Of a set.</summary>
    public static RootsFingerprint Of(RootSet roots)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        using IncrementalHash hashing = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hashing.AppendData("lamina ticket roots 1\0"u8);
        hashing.AppendData(roots.Bytes.Span);
        hashing.GetHashAndReset(hash);
        return new RootsFingerprint(BinaryPrimitives.ReadUInt128BigEndian(hash));
    }

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => $"{Value:x32}";
}
