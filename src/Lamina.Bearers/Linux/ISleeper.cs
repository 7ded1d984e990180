using Lamina.Core;

namespace Lamina.Bearers.Linux;

/// <summary>
/// Queues in shared memory that a loop serves, and whose peer wakes it only while it sleeps. All calls are made by the
/// loop, inside its domain.
/// </summary>
public interface ISleeper
{
    /// <summary>Every turn: the loop is awake (say so in the shared memory), and takes a bounded part of what waits.</summary>
    void Serve(Instant now);

    /// <summary>Announces the sleep in the shared memory. False: there is work already, do not sleep.</summary>
    bool PrepareToSleep();
}
