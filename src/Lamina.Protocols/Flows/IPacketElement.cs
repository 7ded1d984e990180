using Lamina.Core;

namespace Lamina.Protocols.Flows;

/// <summary>
/// An element that works on every packet by itself: it puts something in front on the way down, and checks and removes it
/// on the way up. Integrity is one; sealing will be one.
/// </summary>
internal interface IPacketElement
{
    /// <summary>Bytes that <see cref="Down"/> pushes on every segment.</summary>
    int HeadRoom { get; }

    /// <summary>
    /// Pushes its header on every segment. The caller keeps its own view of what lies behind the header: an element that
    /// changes those bytes must put its result into another buffer.
    /// </summary>
    void Down(ref Train train);

    /// <summary>Takes its header off every segment.</summary>
    /// <param name="train">At most 64 segments; a last segment that is too short for the header is cut off.</param>
    /// <param name="good">One bit per segment, the lowest first: those to look at.</param>
    /// <returns>The segments that passed; 0 when none is left.</returns>
    ulong Up(ref Train train, ulong good);
}
