namespace Lamina;

/// <summary>What a read brought.</summary>
/// <param name="Length">Bytes in the buffer.</param>
/// <param name="IsEndOfMessage">True where the message ends with these bytes; false where the buffer was too small, or the rest of a long message has not come yet: the next read goes on.</param>
/// <param name="IsEndOfFlow">True where nothing follows: the peer has closed, or writes no more, and everything was read.</param>
public readonly record struct ReadResult(int Length, bool IsEndOfMessage, bool IsEndOfFlow)
{
    internal static readonly ReadResult End = new(0, true, true);

    /// <summary>What was read of a message is all that comes of it: the read fails.</summary>
    internal bool IsTorn { get; init; }

    /// <summary>Above 0: the read took nothing of a message of so many bytes, and fails.</summary>
    internal int TooLong { get; init; }
}
