using Lamina.Node.Attach;

namespace Lamina.Node.Management;

/// <summary>A process that is attached to a stack.</summary>
/// <param name="ProcessId">Its process id, as the kernel said when it connected.</param>
/// <param name="FlowCount">Its flows.</param>
/// <param name="Counters">What it did, and lost; they go on counting.</param>
/// <param name="SharesMemory">False: it has no shared memory with the stack, and its packets go over the socket.</param>
public sealed record AttachedInfo(int ProcessId, int FlowCount, AttachCounters Counters, bool SharesMemory = true);
