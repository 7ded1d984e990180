using Lamina.Core;

namespace Lamina.Ipc;

/// <summary>What an IPC process that vanishes leaves to the next one.</summary>
/// <param name="Process">The next one, under the same name; it is in no layer, and knows its way back (<see cref="IpcProcess.Resume"/>).</param>
/// <param name="Partings">Flows that were closed, while the other end has not acknowledged it.</param>
public sealed record Succession(IpcProcess Process, IReadOnlyList<FlowParting> Partings);
