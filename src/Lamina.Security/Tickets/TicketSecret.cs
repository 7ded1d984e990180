using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Lamina.Security.Tickets;

/// <summary>What a ticket's secret becomes in the handshake: SHA-256 of number and secret. The inviter keeps this and not the secret.</summary>
public static class TicketSecret
{
    /// <summary>Bytes of a secret.</summary>
    public const int Length = 16;

    /// <summary>Bytes of a key.</summary>
    public const int KeyLength = SHA256.HashSizeInBytes;

    /// <summary>The key.</summary>
    public static byte[] KeyOf(uint number, ReadOnlySpan<byte> secret)
    {
        Span<byte> numbered = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(numbered, number);
        return SHA256.HashData((ReadOnlySpan<byte>)[.. "lamina ticket secret 1\0"u8, .. numbered, .. secret]);
    }
}
