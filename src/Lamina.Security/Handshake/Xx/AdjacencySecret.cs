using System.Buffers.Binary;
using System.Security.Cryptography;
using Lamina.Security.Records;

namespace Lamina.Security.Handshake.Xx;

/// <summary>
/// What two neighbours have in common once an exchange has proved them to each other: the keys of what they say over its channel, and of the flows that
/// each of them makes beside it. All that is made of it is made for one purpose; disposing of it zeroes it.
/// </summary>
public sealed class AdjacencySecret : IDisposable
{
    /// <summary>Bytes of what proves that who says something has the secret.</summary>
    public const int MacLength = 16;

    private const int KeyLength = 32;

    private readonly byte[] _secret;
    private readonly bool _isInitiator;

    private AdjacencySecret(byte[] secret, bool isInitiator)
    {
        _secret = secret;
        _isInitiator = isInitiator;
        Span<byte> id = stackalloc byte[sizeof(ulong)];
        HKDF.Expand(HashAlgorithmName.SHA256, _secret, id, "lamina adjacency id"u8);
        Id = BinaryPrimitives.ReadUInt64BigEndian(id);
    }

    /// <summary>Its number: no secret, the same at both ends, and of no other exchange.</summary>
    public ulong Id { get; }

    /// <summary>The keys of what is said over the exchange's own channel.</summary>
    public RecordKeys KeysOfTalk(AeadId aead)
    {
        byte[] initiator = Expand("lamina adjacency talk i"u8, []);
        byte[] responder = Expand("lamina adjacency talk r"u8, []);
        return _isInitiator ? new RecordKeys(aead, initiator, responder) : new RecordKeys(aead, responder, initiator);
    }

    /// <summary>The keys of a flow beside it.</summary>
    /// <param name="aead">The cipher.</param>
    /// <param name="asked">What the side that asked for the flow said: another time, something else.</param>
    /// <param name="answered">What the other side answered.</param>
    /// <param name="isAsker">True at the side that asked.</param>
    public RecordKeys KeysOfFlow(AeadId aead, ReadOnlySpan<byte> asked, ReadOnlySpan<byte> answered, bool isAsker)
    {
        byte[] said = [.. asked, .. answered];
        byte[] asker = Expand("lamina adjacency flow a"u8, said);
        byte[] other = Expand("lamina adjacency flow b"u8, said);
        return isAsker ? new RecordKeys(aead, asker, other) : new RecordKeys(aead, other, asker);
    }

    /// <summary>Says something so that the other side knows who says it.</summary>
    /// <param name="isAsker">True: it is a question, false: the answer to one. Neither is ever taken for the other.</param>
    /// <param name="said">What is said.</param>
    /// <param name="mac">Where to write, <see cref="MacLength"/> bytes.</param>
    public void Sign(bool isAsker, ReadOnlySpan<byte> said, Span<byte> mac)
    {
        byte[] key = Expand(isAsker ? "lamina adjacency ask"u8 : "lamina adjacency answer"u8, []);
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, said, whole);
        CryptographicOperations.ZeroMemory(key);
        whole[..MacLength].CopyTo(mac);
    }

    /// <summary>True where the other side has said it.</summary>
    public bool IsSigned(bool isAsker, ReadOnlySpan<byte> said, ReadOnlySpan<byte> mac)
    {
        Span<byte> right = stackalloc byte[MacLength];
        Sign(isAsker, said, right);
        return CryptographicOperations.FixedTimeEquals(right, mac);
    }

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_secret);

    internal static AdjacencySecret Of(ReadOnlySpan<byte> transcript, ReadOnlySpan<byte> initiator, ReadOnlySpan<byte> responder, bool isInitiator)
    {
        Span<byte> keys = stackalloc byte[2 * KeyLength];
        initiator.CopyTo(keys);
        responder.CopyTo(keys[KeyLength..]);
        byte[] secret = new byte[KeyLength];
        HKDF.Extract(HashAlgorithmName.SHA256, keys, transcript, secret);
        CryptographicOperations.ZeroMemory(keys);
        return new AdjacencySecret(secret, isInitiator);
    }

    private byte[] Expand(ReadOnlySpan<byte> purpose, ReadOnlySpan<byte> said)
    {
        byte[] key = new byte[KeyLength];
        HKDF.Expand(HashAlgorithmName.SHA256, _secret, key, (byte[])[.. purpose, .. said]);
        return key;
    }
}
