namespace Lamina.Security.Handshake;

/// <summary>The asking side of one handshake. Disposing of it zeroes its secrets.</summary>
public interface IHandshakeInitiator : IDisposable
{
    /// <summary>Writes the first message.</summary>
    /// <param name="inner">What goes with it, for the peer alone: what the flow's end offers.</param>
    /// <param name="target">Where to write.</param>
    /// <returns>Bytes written; -1 when it does not fit, or no message can be made: the handshake has failed.</returns>
    int WriteFirst(ReadOnlySpan<byte> inner, Span<byte> target);

    /// <summary>Reads the second message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="inner">Where to write what came with it; at least as long as the message.</param>
    /// <param name="length">Bytes of it.</param>
    /// <param name="result">What was proved.</param>
    /// <returns>Anything but <see cref="HandshakeVerdict.Proved"/>: there must be no flow.</returns>
    HandshakeVerdict ReadSecond(ReadOnlySpan<byte> message, Span<byte> inner, out int length, out HandshakeResult result);
}
