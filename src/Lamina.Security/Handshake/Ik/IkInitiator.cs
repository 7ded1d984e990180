using Lamina.Core;

namespace Lamina.Security.Handshake.Ik;

/// <summary>The asking side: knows the peer's key, and shows who asks.</summary>
internal sealed class IkInitiator : IkSide, IHandshakeInitiator
{
    private bool _isOver;

    public IkInitiator(NoiseIkSuite suite, in HandshakeTerms terms, ReadOnlySpan<byte> peerKey, HandshakeMoment moment, IRandomSource random)
        : base(suite, terms, moment, random)
    {
        Begin(peerKey, isInitiator: true);
    }

    public int WriteFirst(ReadOnlySpan<byte> inner, Span<byte> target) => Write(inner, target);

    public HandshakeVerdict ReadSecond(ReadOnlySpan<byte> message, Span<byte> inner, out int length, out HandshakeResult result)
    {
        length = 0;
        result = default;
        if (_isOver)
        {
            return HandshakeVerdict.NotForUs;
        }

        _isOver = true;
        HandshakeVerdict verdict = Read(message, Terms.Destination, inner, out length, out PeerIdentity peer);
        if (verdict == HandshakeVerdict.Proved)
        {
            result = new HandshakeResult(peer, Split());
            Dispose();
        }

        return verdict;
    }
}
