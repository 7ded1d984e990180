using Lamina.Core;

namespace Lamina.Ipc.Irm.Direct;

/// <summary>
/// One end of a flow between two programs of this stack. Whoever carries its packets past the stack keeps the end for everything else:
/// events, the list of flows, the end.
/// </summary>
public interface IDirectEnd
{
    /// <summary>Who uses the other end; null once the flow has ended.</summary>
    IFlowUser? Opposite { get; }

    /// <summary>What went past the stack since the flow began, as this end counted it: packets and bytes sent, packets and bytes received.</summary>
    void CountPassed(long sentPackets, long sentBytes, long receivedPackets, long receivedBytes);
}
