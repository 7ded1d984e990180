using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Lamina.Core;

namespace Lamina.Security.Identities;

/// <summary>
/// SHA-256 of a public signing key: who somebody is. That of a node's key is its node id, that of a layer authority's key is the
/// fingerprint of a root. The default value is nobody's.
/// </summary>
public readonly record struct KeyId
{
    /// <summary>Bytes of it.</summary>
    public const int Length = 32;

    private readonly UInt128 _high;
    private readonly UInt128 _low;

    private KeyId(ReadOnlySpan<byte> bytes)
    {
        _high = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        _low = BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
    }

    /// <summary>The first half: how revocations name a node.</summary>
    public UInt128 Prefix => _high;

    /// <summary>The id of a public signing key.</summary>
    public static KeyId Of(ReadOnlySpan<byte> publicKey)
    {
        Span<byte> hash = stackalloc byte[Length];
        SHA256.HashData(publicKey, hash);
        return new KeyId(hash);
    }

    /// <summary>Takes the bytes of an id, <see cref="Length"/> of them.</summary>
    public static KeyId FromBytes(ReadOnlySpan<byte> bytes) => new(bytes[..Length]);

    /// <summary>Reads 64 hexadecimal digits.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out KeyId id)
    {
        Span<byte> bytes = stackalloc byte[Length];
        id = default;
        if (text is not { Length: 2 * Length } || Convert.FromHexString(text, bytes, out _, out _) != OperationStatus.Done)
        {
            return false;
        }

        id = new KeyId(bytes);
        return true;
    }

    /// <summary>Writes it into <see cref="Length"/> bytes.</summary>
    public void CopyTo(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt128BigEndian(target, _high);
        BinaryPrimitives.WriteUInt128BigEndian(target[16..], _low);
    }

    /// <summary>The id of a peer that was proved.</summary>
    /// <exception cref="ArgumentException">Nobody was.</exception>
    public static KeyId FromPeerIdentity(PeerIdentity peer)
    {
        Span<byte> bytes = stackalloc byte[NameHash.MaxLength];
        peer.KeyHash.CopyTo(bytes);
        return peer.KeyHash.Length == Length ? FromBytes(bytes) : throw new ArgumentException("nobody was proved", nameof(peer));
    }

    /// <summary>What a handshake that proved it says of the peer.</summary>
    public PeerIdentity ToPeerIdentity()
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return NameHash.TryFromBytes(bytes, out NameHash hash) ? new PeerIdentity(hash) : PeerIdentity.Anonymous;
    }

    /// <summary>The whole of it, in lower-case hexadecimal.</summary>
    public override string ToString() => $"{_high:x32}{_low:x32}";

    /// <summary>Sixteen digits: enough for a person, not for a decision.</summary>
    public string ToShortString() => ToString()[..16];
}
