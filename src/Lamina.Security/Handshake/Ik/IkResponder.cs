using Lamina.Core;
using Lamina.Security.Records;

namespace Lamina.Security.Handshake.Ik;

/// <summary>The asked side: finds out who asks before anybody else hears of it.</summary>
internal sealed class IkResponder(NoiseIkSuite suite, in HandshakeTerms terms, HandshakeMoment moment, IRandomSource random)
    : IkSide(suite, terms, moment, random), IHandshakeResponder
{
    private bool _hasRead;
    private bool _isProved;
    private bool _hasKeys;

    public HandshakeVerdict ReadFirst(ReadOnlySpan<byte> message, Span<byte> inner, out int length, out PeerIdentity peer)
    {
        length = 0;
        peer = PeerIdentity.Anonymous;
        int keyLength = Suite.Noise.Agreement.PublicKeyLength;
        if (_hasRead || message.Length < keyLength)
        {
            return HandshakeVerdict.NotForUs;
        }

        // A replay costs a look into a table: no key is made for it, and nothing agreed.
        _hasRead = true;
        ReadOnlySpan<byte> ephemeral = message[..keyLength];
        if (Suite.Seen.Contains(ephemeral, Now))
        {
            return HandshakeVerdict.Replayed;
        }

        Begin([], isInitiator: false);
        HandshakeVerdict verdict = Read(message, null, inner, out length, out peer);
        _isProved = verdict == HandshakeVerdict.Proved;
        if (_isProved)
        {
            // Only now: who can prove nothing must not fill the table.
            Suite.Seen.Add(ephemeral, Now);
        }

        return verdict;
    }

    public RecordKeys? TakeKeys()
    {
        if (!_isProved || _hasKeys || !Prepare())
        {
            return null;
        }

        _hasKeys = true;
        return Split();
    }

    public int WriteSecond(ReadOnlySpan<byte> inner, Span<byte> target)
    {
        int length = _isProved ? Write(inner, target) : -1;
        _isProved = false;
        Dispose();
        return length;
    }
}
