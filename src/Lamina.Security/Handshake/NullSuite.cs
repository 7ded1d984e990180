using Lamina.Core;

namespace Lamina.Security.Handshake;

/// <summary>Proves nothing: both messages are empty, and the peer stays anonymous.</summary>
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
    public IHandshakeInitiator Initiate(in NameHash destination, IRandomSource random) => this;

    /// <inheritdoc/>
    public IHandshakeResponder Respond(in NameHash destination, IRandomSource random) => this;

    /// <inheritdoc/>
    public int WriteFirst(ReadOnlySpan<byte> bound, Span<byte> target) => 0;

    /// <inheritdoc/>
    public bool TryReadFirst(ReadOnlySpan<byte> message, ReadOnlySpan<byte> bound, out HandshakeResult result) =>
        TryRead(message, out result);

    /// <inheritdoc/>
    public int WriteSecond(ReadOnlySpan<byte> bound, Span<byte> target) => 0;

    /// <inheritdoc/>
    public bool TryReadSecond(ReadOnlySpan<byte> message, ReadOnlySpan<byte> bound, out HandshakeResult result) =>
        TryRead(message, out result);

    private static bool TryRead(ReadOnlySpan<byte> message, out HandshakeResult result)
    {
        result = new HandshakeResult(PeerIdentity.Anonymous);
        return message.IsEmpty;
    }
}
