using Lamina.Bearers.Linux;

namespace Lamina.Bearers.Rings;

/// <summary>
/// For a sleeper that polls many descriptors. A wake-up sticks until it is drained, so the sleeper may look at its queues
/// before or after: it drains first, then looks.
/// </summary>
/// <param name="signal">Not owned.</param>
public sealed class EventFdWaker(EventFd signal) : IWaker
{
    /// <inheritdoc/>
    public void Wake() => signal.Signal();
}
