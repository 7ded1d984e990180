using Lamina.Ipc.Irm.Programs;

namespace Lamina.Node.Management;

/// <summary>A line of <c>name list</c>.</summary>
/// <param name="Name">The name.</param>
/// <param name="Acceptors">Who gets its flows.</param>
/// <param name="Programs">Programs whose processes get its flows, and how they do.</param>
/// <param name="Registrations">IPC processes at which it is known.</param>
public sealed record NameInfo(string Name, IReadOnlyList<string> Acceptors, IReadOnlyList<ProgramState> Programs, IReadOnlyList<string> Registrations);
