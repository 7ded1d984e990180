using Lamina.Core;

namespace Lamina.Ipc.Irm.Programs;

/// <summary>One start of a program, from the request to the end of its process.</summary>
public sealed class ProgramStart
{
    private readonly Launcher _launcher;

    internal ProgramStart(Launcher launcher, ProgramBinding binding)
    {
        _launcher = launcher;
        Binding = binding;
    }

    /// <summary>What to start, with which arguments, for which name.</summary>
    public ProgramBinding Binding { get; }

    /// <summary>Its process; 0 while there is none.</summary>
    public int ProcessId { get; private set; }

    /// <summary>The process exists.</summary>
    public void HandleStarted(int processId, Instant now)
    {
        ProcessId = processId;
        _launcher.HandleStarted(this);
    }

    /// <summary>The process has ended, or never began; called once.</summary>
    /// <param name="why">Half a sentence for a person: "it ended with exit code 3".</param>
    /// <param name="now">The present.</param>
    public void HandleEnded(string why, Instant now) => _launcher.HandleEnded(this, why, now);
}
