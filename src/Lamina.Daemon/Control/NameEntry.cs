namespace Lamina.Daemon.Control;

/// <summary>One name that the stack knows.</summary>
/// <param name="Name">The name.</param>
/// <param name="Bindings">What stands behind it: "process 4711", "ipcp uni1".</param>
/// <param name="Registrations">IPC processes that make it reachable in their layer.</param>
/// <param name="Programs">Programs whose processes stand behind it.</param>
public sealed record NameEntry(
    string Name, IReadOnlyList<string> Bindings, IReadOnlyList<string> Registrations, IReadOnlyList<ProgramEntry>? Programs = null);
