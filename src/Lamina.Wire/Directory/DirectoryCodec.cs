using Google.Protobuf;
using Lamina.Core;

namespace Lamina.Wire.Directory;

/// <summary>
/// The directory's messages as they come from the wire: what is read here is whole. Every hash has a length that a hash
/// can have, every list is inside its bound, no address is 0 where somebody is meant.
/// </summary>
public static class DirectoryCodec
{
    /// <summary>Most members that an answer says to serve a name: it stays in one packet of a small layer.</summary>
    public const int MaxAddresses = 32;

    /// <summary>Most members that an answer says to be nearer.</summary>
    public const int MaxCloser = 8;

    /// <summary>Longest word of a member that it serves a name.</summary>
    public const int MaxProofLength = 1100;

    /// <summary>Reads a message.</summary>
    /// <returns>False when it is malformed, or means nothing.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out DirectoryMessage message)
    {
        message = null!;
        return DirectoryShape.IsCheap(bytes) && ProtobufBarrier.TryParse(DirectoryMessage.Parser, bytes, out message) && message.Sender != 0 && IsWhole(message);
    }

    /// <summary>A hash as a message carries it.</summary>
    public static ByteString ToBytes(in NameHash hash)
    {
        Span<byte> bytes = stackalloc byte[NameHash.MaxLength];
        hash.CopyTo(bytes);
        return ByteString.CopyFrom(bytes[..hash.Length]);
    }

    /// <summary>The hash of a message that was read.</summary>
    public static NameHash ToHash(ByteString bytes) =>
        NameHash.TryFromBytes(bytes.Span, out NameHash hash) ? hash : throw new ArgumentException("not a hash", nameof(bytes));

    private static bool IsWhole(DirectoryMessage message) => message.BodyCase switch
    {
        DirectoryMessage.BodyOneofCase.Store => IsHash(message.Store.Hash) && message.Store.Proof.Length <= MaxProofLength,
        DirectoryMessage.BodyOneofCase.Stored => true,
        DirectoryMessage.BodyOneofCase.Find => IsHash(message.Find.Hash),
        DirectoryMessage.BodyOneofCase.Found => IsHash(message.Found.Hash)
            && AreMembers(message.Found.Addresses, MaxAddresses) && AreMembers(message.Found.Closer, MaxCloser) && AreProofs(message.Found.Proofs),
        DirectoryMessage.BodyOneofCase.FindMembers => true,
        DirectoryMessage.BodyOneofCase.FoundMembers => AreMembers(message.FoundMembers.Closer, MaxCloser),
        _ => false,
    };

    private static bool IsHash(ByteString bytes) => bytes.Length is > 0 and <= NameHash.MaxLength;

    private static bool AreProofs(IList<ServerProof> proofs) => proofs.Count <= MaxAddresses
        && !proofs.Any(proof => proof.Member == 0 || proof.Proof.Length is 0 or > MaxProofLength);

    private static bool AreMembers(IList<ulong> addresses, int most) => addresses.Count <= most && !addresses.Contains(0);
}
