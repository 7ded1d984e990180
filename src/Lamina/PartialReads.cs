namespace Lamina;

/// <summary>What becomes of a message that is longer than the buffer of a read; see <see cref="Flow.PartialReads"/>.</summary>
public enum PartialReads
{
    /// <summary>Reads take it in parts; <see cref="ReadResult.IsEndOfMessage"/> says where it ends.</summary>
    Marked,

    /// <summary>
    /// Reads take it in parts, and lengths alone say where it ends: a read that fills its buffer is never the last of a message. A
    /// message of 100 bytes comes as 40, 40, 20, or as 50, 50, 0.
    /// </summary>
    Terminated,

    /// <summary>
    /// The read fails with <see cref="LaminaError.MessageTooLong"/> and has taken nothing: the next one may bring a larger buffer. So
    /// every read is a whole message. Not for streams and pipes, nor for messages that are too long to be held whole.
    /// </summary>
    Refused,
}
