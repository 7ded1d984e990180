namespace Lamina.Ipc.Irm.Programs;

/// <summary>A program behind a name, and how it does.</summary>
/// <param name="Binding">The binding.</param>
/// <param name="State">For a person: "process 4711", "starting", "failed to start: it ended with exit code 3"; empty where it is not started from here.</param>
public sealed record ProgramState(ProgramBinding Binding, string State);
