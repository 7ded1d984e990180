using Lamina.Core;
using Lamina.Security.Records;

namespace Lamina.Security.Handshake;

/// <summary>Proves nothing: messages are what the ends say, in clear, and the peer stays anonymous.</summary>
public sealed class NullSuite : IHandshakeSuite, IHandshakeInitiator, IHandshakeResponder
{
    private NullSuite()
    {
    }

    /// <summary>The one instance; it has no state.</summary>
    public static NullSuite Instance { get; } = new();

    /// <inheritdoc/>
    public HandshakeSuiteId Id => HandshakeSuiteId.Null;

    /// <inheritdoc/>
    public IHandshakeInitiator Initiate(
        in HandshakeTerms terms, ReadOnlySpan<byte> peerKey, HandshakeMoment moment, IRandomSource random) => this;

    /// <inheritdoc/>
    public IHandshakeResponder Respond(in HandshakeTerms terms, HandshakeMoment moment, IRandomSource random) => this;

    /// <inheritdoc/>
    public int WriteFirst(ReadOnlySpan<byte> inner, Span<byte> target) => inner.TryCopyTo(target) ? inner.Length : -1;

    /// <inheritdoc/>
    public HandshakeVerdict ReadFirst(ReadOnlySpan<byte> message, Span<byte> inner, out int length, out PeerIdentity peer)
    {
        peer = PeerIdentity.Anonymous;
        length = message.Length;
        message.CopyTo(inner);
        return HandshakeVerdict.Proved;
    }

    /// <inheritdoc/>
    public RecordKeys? TakeKeys() => null;

    /// <inheritdoc/>
    public int WriteSecond(ReadOnlySpan<byte> inner, Span<byte> target) => WriteFirst(inner, target);

    /// <inheritdoc/>
    public HandshakeVerdict ReadSecond(ReadOnlySpan<byte> message, Span<byte> inner, out int length, out HandshakeResult result)
    {
        HandshakeVerdict verdict = ReadFirst(message, inner, out length, out PeerIdentity peer);
        result = new HandshakeResult(peer, null);
        return verdict;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
