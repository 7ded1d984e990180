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

    /// <summary>The last <see cref="Serve"/> found something: more may follow at once.</summary>
    bool IsBusy { get; }

    /// <summary>Something waits. Outside the domain: the memory stays mapped until the loop is in a turn again.</summary>
    bool HasNews { get; }

    /// <summary>Announces the sleep in the shared memory. False: there is work already, do not sleep.</summary>
    bool PrepareToSleep();
}
