using Lamina.Core;

namespace Lamina.Ipc.Irm.Programs;

/// <summary>
/// Starts processes for the super-server: the edge to the operating system. It answers later, by
/// <see cref="ProgramStart.HandleStarted"/> and <see cref="ProgramStart.HandleEnded"/>; for every start the latter comes once.
/// </summary>
public interface IProgramStarter
{
    /// <summary>Starts a process.</summary>
    void Start(ProgramStart start, Instant now);

    /// <summary>Ends a process that was started.</summary>
    void Stop(ProgramStart start, Instant now);
}
