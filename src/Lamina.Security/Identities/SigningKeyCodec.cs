using System.Security.Cryptography;

namespace Lamina.Security.Identities;

/// <summary>
/// The file of a root's key: a secret.
/// <code>
/// +-------------+-----------------+------------------------+
/// | version = 1 | signing key, 32 | SHA-256 of it, first 8 |
/// +-------------+-----------------+------------------------+
/// </code>
/// </summary>
public static class SigningKeyCodec
{
    /// <summary>Bytes of the file.</summary>
    public const int Length = 1 + SigningKey.PrivateLength + ChecksumLength;

    private const int ChecksumLength = 8;
    private const byte CurrentVersion = 1;

    /// <summary>Writes a key. The caller zeroes the bytes when they are on the disk.</summary>
    public static byte[] Write(SigningKey key)
    {
        byte[] bytes = new byte[Length];
        bytes[0] = CurrentVersion;
        key.ExportPrivate(bytes.AsSpan(1));
        Checksum(bytes).CopyTo(bytes.AsSpan(Length - ChecksumLength));
        return bytes;
    }

    /// <summary>Reads a key; the caller disposes of it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SigningKey? key)
    {
        key = bytes.Length == Length && bytes[0] == CurrentVersion && Checksum(bytes).SequenceEqual(bytes[^ChecksumLength..])
            ? SigningKey.From(bytes[1..^ChecksumLength])
            : null;
        return key is not null;
    }

    private static ReadOnlySpan<byte> Checksum(ReadOnlySpan<byte> bytes) => SHA256.HashData(bytes[..^ChecksumLength]).AsSpan(0, ChecksumLength);
}
