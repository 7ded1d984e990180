namespace Lamina.Bearers.Rings;

/// <summary>
/// Ends the sleep of one other thread or process: an eventfd for a loop that sits in ppoll, a futex for a thread that waits
/// for one ring. Wake-ups stick: one that comes before the sleep ends that sleep at once. Too many are harmless.
/// </summary>
public interface IWaker
{
    /// <summary>Wakes. Any thread may call it; never blocks.</summary>
    void Wake();
}
