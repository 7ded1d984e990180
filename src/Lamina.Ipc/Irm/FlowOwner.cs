namespace Lamina.Ipc.Irm;

/// <summary>Who uses a flow at this end.</summary>
/// <param name="Description">What a person reads in lists.</param>
/// <param name="Process">The IPC process that stands on it; null for a program.</param>
internal readonly record struct FlowOwner(string Description, IpcProcess? Process);
