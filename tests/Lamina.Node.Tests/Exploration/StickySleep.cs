namespace Lamina.Node.Tests.Exploration;

/// <summary>An eventfd for logical threads: a wake-up sticks until the sleeper takes it.</summary>
/// <param name="scheduler">Of the threads.</param>
/// <param name="heard">False for a mutant that wakes nobody.</param>
internal sealed class StickySleep(Scheduler scheduler, bool heard) : ILoopSleep
{
    private static int _next;

    // No address: negative, so no futex word is mistaken for it.
    private readonly nint _id = -Interlocked.Increment(ref _next);
    private bool _signalled;

    public void Wake()
    {
        scheduler.Step("wake");
        if (!heard)
        {
            return;
        }

        _signalled = true;
        scheduler.WakeAll(_id);
    }

    public void Announce()
    {
    }

    public void Sleep()
    {
        scheduler.Step("wait");
        while (!_signalled)
        {
            scheduler.Sleep(_id);
        }

        _signalled = false;
    }
}
