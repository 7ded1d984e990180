namespace Lamina.Bearers.Linux;

/// <summary>
/// A poll source with queues in shared memory, whose peer wakes us only while we sleep. All three calls are made by the
/// loop; the first two inside its domain.
/// </summary>
public interface ISleeper
{
    /// <summary>Announces the sleep. False: there is work already, do not sleep.</summary>
    bool PrepareToSleep();

    /// <summary>The loop runs again.</summary>
    void Awake();
}
