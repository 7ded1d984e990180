using Lamina.Bearers.Rings;

namespace Lamina.Node.Ownership;

/// <summary>A domain on the processor's own operations.</summary>
/// <param name="inboxCapacity">Pieces of work that may wait, rounded up to a power of two; at least 2.</param>
/// <param name="clock">The driver's clock.</param>
/// <param name="loop">Wakes the loop thread.</param>
/// <param name="ended">Called once, outside ownership, when an exception ended the domain.</param>
public sealed class Domain(int inboxCapacity, IClock clock, IWaker loop, Action<Exception> ended)
    : SteppedDomain<DirectStepper>(inboxCapacity, clock, loop, ended);
