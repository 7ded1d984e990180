using Lamina.Core;
using Lamina.Security.Records;

namespace Lamina.Security.Handshake;

/// <summary>The asked side of one handshake. Disposing of it zeroes its secrets.</summary>
public interface IHandshakeResponder : IDisposable
{
    /// <summary>Reads the first message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="inner">Where to write what came with it; at least as long as the message.</param>
    /// <param name="length">Bytes of it.</param>
    /// <param name="peer">Who asks.</param>
    /// <returns>Anything but <see cref="HandshakeVerdict.Proved"/>: there must be no flow.</returns>
    HandshakeVerdict ReadFirst(ReadOnlySpan<byte> message, Span<byte> inner, out int length, out PeerIdentity peer);

    /// <summary>
    /// The flow's traffic keys, once, before or instead of the second message: an acceptor that asks for them answers as one that has keys. Null where
    /// nothing is sealed, nobody is proved, or they were taken.
    /// </summary>
    RecordKeys? TakeKeys();

    /// <summary>Writes the second message.</summary>
    /// <param name="inner">What goes with it, for the peer alone: what the flow's end answers.</param>
    /// <param name="target">Where to write.</param>
    /// <returns>Bytes written; -1 when it does not fit: the handshake has failed.</returns>
    int WriteSecond(ReadOnlySpan<byte> inner, Span<byte> target);
}
