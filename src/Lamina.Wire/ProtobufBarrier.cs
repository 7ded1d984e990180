using Google.Protobuf;

namespace Lamina.Wire;

/// <summary>
/// The one place where control messages are parsed: whatever comes from the network, a message or nothing comes out.
/// Sizes are bounded before the parser sees them, and unknown fields are not kept.
/// </summary>
public static class ProtobufBarrier
{
    /// <summary>The longest control message in bytes: 60 KiB.</summary>
    public const int MaxLength = 60 * 1024;

    /// <summary>Parses a message.</summary>
    /// <param name="parser">Its kind.</param>
    /// <param name="bytes">From the network.</param>
    /// <param name="message">The message.</param>
    /// <returns>False when it is too long or malformed.</returns>
    public static bool TryParse<T>(MessageParser<T> parser, ReadOnlySpan<byte> bytes, out T message)
        where T : class, IMessage<T>
    {
        message = null!;
        if (bytes.Length > MaxLength)
        {
            return false;
        }

#pragma warning disable CA1031 // This is the barrier: no fault of the parser may reach a machine.
        try
        {
            message = parser.WithDiscardUnknownFields(true).ParseFrom(bytes);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
#pragma warning restore CA1031
    }
}
