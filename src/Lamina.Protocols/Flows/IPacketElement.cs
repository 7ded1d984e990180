using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>
/// An element that works on every packet by itself: it puts something in front on the way down, and checks and removes it
/// on the way up. Integrity is one, sealing another.
/// </summary>
internal interface IPacketElement
{
    /// <summary>Bytes that <see cref="TryDown"/> pushes on every segment.</summary>
    int HeadRoom { get; }

    /// <summary>
    /// Pushes its header on every segment. Whoever goes on reading what lies behind the header holds the buffer as well: an element that
    /// changes those bytes then puts its result into another one, and gives the train's reference back.
    /// </summary>
    /// <returns>False: there is nothing to send; dropped, counted, the reference given back.</returns>
    bool TryDown(ref Train train, Instant now);

    /// <summary>Takes its header off every segment.</summary>
    /// <param name="train">At most 64 segments; a last segment that is too short for the header is cut off.</param>
    /// <param name="good">One bit per segment, the lowest first: those to look at.</param>
    /// <param name="now">The present.</param>
    /// <returns>The segments that passed; 0 when none is left.</returns>
    ulong Up(ref Train train, ulong good, Instant now);
}
