using Lamina.Core;

namespace Lamina.Security.Handshake;

/// <summary>
/// The place of the handshake in the piggybacked data of flow allocation. What the ends of the flow say is inside the message.
/// <code>
///  +-----------+----------------------+
///  | suite u8  |  message (the rest)  |
///  +-----------+----------------------+
/// </code>
/// </summary>
public readonly ref struct HandshakeSlot
{
    /// <summary>Bytes besides the message.</summary>
    public const int HeaderLength = 1;

    /// <summary>The suite.</summary>
    public HandshakeSuiteId Suite { get; init; }

    /// <summary>The handshake's message.</summary>
    public ReadOnlySpan<byte> Message { get; init; }

    /// <summary>Reads the slot.</summary>
    /// <returns>False when the data are too short.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out HandshakeSlot slot)
    {
        var reader = new SpanReader(data);
        var suite = (HandshakeSuiteId)reader.ReadByte();
        slot = new() { Suite = suite, Message = reader.Rest };
        return !reader.Failed;
    }

    /// <summary>Makes a place: the message is written behind its header.</summary>
    /// <param name="target">The data of an allocation.</param>
    /// <param name="suite">The suite.</param>
    /// <returns>Where the message belongs.</returns>
    public static Span<byte> Begin(Span<byte> target, HandshakeSuiteId suite)
    {
        target[0] = (byte)suite;
        return target[HeaderLength..];
    }
}
