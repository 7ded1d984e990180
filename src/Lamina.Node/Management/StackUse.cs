namespace Lamina.Node.Management;

/// <summary>What a stack holds; nothing once everything in it has ended, or something leaked.</summary>
/// <param name="Buffers">Packet buffers that are out of their pool.</param>
/// <param name="Flows">Flows, given to programs and to IPC processes.</param>
/// <param name="Timers">Timers that are set.</param>
public readonly record struct StackUse(int Buffers, int Flows, int Timers);
