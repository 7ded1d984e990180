namespace Lamina.Wire.Connections;

/// <summary>
/// The answer to a <see cref="LinkClaim"/>: who answers is at the other end of that adjacency.
/// <code>
/// +----------+--------+
/// | nonce 16 | MAC 16 |      of the claim and the nonce
/// +----------+--------+
/// </code>
/// </summary>
public static class LinkConsent
{
    /// <summary>Bytes of the nonce; they stand first.</summary>
    public const int NonceLength = 16;

    /// <summary>Bytes of an answer.</summary>
    public const int Length = NonceLength + 16;

    /// <summary>Reads an answer; nothing of it is believed before the MAC was checked.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> nonce, out ReadOnlySpan<byte> mac)
    {
        bool fits = bytes.Length == Length;
        nonce = fits ? bytes[..NonceLength] : default;
        mac = fits ? bytes[NonceLength..] : default;
        return fits;
    }
}
