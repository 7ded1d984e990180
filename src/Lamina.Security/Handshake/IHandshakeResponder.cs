namespace Lamina.Security.Handshake;

/// <summary>The asked side of one handshake.</summary>
public interface IHandshakeResponder
{
    /// <summary>Reads the first message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="bound">What travelled beside it in the clear.</param>
    /// <param name="result">What was proved.</param>
    /// <returns>False when nothing was: there must be no flow.</returns>
    bool TryReadFirst(ReadOnlySpan<byte> message, ReadOnlySpan<byte> bound, out HandshakeResult result);

    /// <summary>Writes the second message.</summary>
    /// <param name="bound">What travels beside it in the clear: the handshake vouches for it.</param>
    /// <param name="target">Where to write.</param>
    /// <returns>Bytes written; -1 when it does not fit.</returns>
    int WriteSecond(ReadOnlySpan<byte> bound, Span<byte> target);
}
