using Lamina.Core;

namespace Lamina.Ipc.Irm.Programs;

/// <summary>Waits until a program is behind a name; hears one of the two, unless it stops waiting.</summary>
internal interface IProgramWaiter
{
    /// <summary>False where it has lost interest.</summary>
    bool IsWaiting { get; }

    /// <summary>Somebody is behind the name.</summary>
    void HandleReady(Instant now);

    /// <summary>Nobody will be, for now.</summary>
    void HandleNotStarted(Instant now);
}
