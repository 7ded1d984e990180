using Lamina.Bearers.Rings;
using Lamina.Core;

namespace Lamina.Node.Ownership;

/// <summary>A domain on the processor's own operations.</summary>
/// <param name="inboxCapacity">Pieces of work that may wait, rounded up to a power of two; at least 2.</param>
/// <param name="clock">The driver's clock.</param>
/// <param name="loop">Wakes the loop thread.</param>
/// <param name="settle">Called while owned, once after posted pieces have run and before ownership is released.</param>
/// <param name="ended">Called once, outside ownership, when an exception ended the domain.</param>
public sealed class Domain(int inboxCapacity, IClock clock, IWaker loop, Action<Instant> settle, Action<Exception> ended)
    : SteppedDomain<DirectStepper>(inboxCapacity, clock, loop, settle, ended);
