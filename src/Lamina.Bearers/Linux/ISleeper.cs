using Lamina.Core;

namespace Lamina.Bearers.Linux;

/// <summary>
/// Queues in shared memory that a loop serves, and whose peer wakes it only while it sleeps. All calls are made by the
/// loop, inside its domain but for <see cref="HasNews"/>.
/// </summary>
public interface ISleeper
{
    /// <summary>Every turn: the loop is awake (say so in the shared memory), and takes a bounded part of what waits.</summary>
    void Serve(Instant now);

    /// <summary>
    /// Something was found since somebody looked in vain: more may follow at once. The loop takes it back where it does not, inside or not.
    /// </summary>
    bool IsBusy { get; set; }

    /// <summary>Something waits. Outside the domain: the memory stays mapped until the loop is in a turn again.</summary>
    bool HasNews { get; }

    /// <summary>Announces the sleep in the shared memory. False: there is work already, do not sleep.</summary>
    bool PrepareToSleep();
}
