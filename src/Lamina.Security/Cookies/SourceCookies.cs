using System.Security.Cryptography;
using Lamina.Core;

namespace Lamina.Security.Cookies;

/// <summary>
/// Makes and checks cookies: who shows one hears what is sent to its source. Nothing is kept of any of them, but two keys: the one of
/// these two minutes, and the one before it.
/// </summary>
public sealed class SourceCookies(IRandomSource random)
{
    /// <summary>Bytes of a cookie: so much of HMAC-SHA-256.</summary>
    public const int Length = 16;

    /// <summary>How long a key is used; its cookies are good for as long again.</summary>
    public static readonly Duration KeyLife = Duration.FromSeconds(120);

    private const int KeyLength = 32;

    private readonly byte[] _key = new byte[KeyLength];
    private readonly byte[] _former = new byte[KeyLength];
    private Instant _until = Instant.Zero;
    private Instant _formerUntil = Instant.Zero;

    /// <summary>The cookie of a source.</summary>
    /// <param name="source">Where it will be sent.</param>
    /// <param name="now">The present.</param>
    /// <param name="target">Room for <see cref="Length"/> bytes.</param>
    public void Write(in RemoteSource source, Instant now, Span<byte> target)
    {
        Turn(now);
        Make(_key, source, target[..Length]);
    }

    /// <summary>True where a cookie was made here for this source, two minutes ago or, at most, four.</summary>
    public bool IsValid(in RemoteSource source, ReadOnlySpan<byte> cookie, Instant now)
    {
        Turn(now);
        Span<byte> right = stackalloc byte[Length];
        Make(_key, source, right);
        if (CryptographicOperations.FixedTimeEquals(right, cookie))
        {
            return true;
        }

        if (now >= _formerUntil)
        {
            return false;
        }

        Make(_former, source, right);
        return CryptographicOperations.FixedTimeEquals(right, cookie);
    }

    private static void Make(byte[] key, in RemoteSource source, Span<byte> cookie)
    {
        Span<byte> said = stackalloc byte[RemoteSource.Length];
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        source.Write(said);
        HMACSHA256.HashData(key, said, whole);
        whole[..Length].CopyTo(cookie);
    }

    private void Turn(Instant now)
    {
        if (now < _until)
        {
            return;
        }

        _formerUntil = _until == Instant.Zero ? _until : _until + KeyLife;
        _key.CopyTo(_former, 0);
        random.Fill(_key);
        _until = now + KeyLife;
    }
}
