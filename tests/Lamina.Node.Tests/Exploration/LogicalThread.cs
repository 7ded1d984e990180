namespace Lamina.Node.Tests.Exploration;

/// <summary>One thread of a scenario: a real thread that runs only when the scheduler says so.</summary>
internal sealed class LogicalThread(Scheduler scheduler, int index, string name, bool isDaemon)
{
    public Scheduler Scheduler { get; } = scheduler;

    public int Index { get; } = index;

    public string Name { get; } = name;

    /// <summary>It may sleep when everybody else has ended.</summary>
    public bool IsDaemon { get; } = isDaemon;

    public Activity State { get; set; }

    public StoreBuffer Stores { get; } = new();

    /// <summary>The futex word that it sleeps on, 0 for none.</summary>
    public nint SleepsOn { get; set; }
}
