using Lamina.Core;

namespace Lamina.Node.Management;

/// <summary>A line of <c>flow list</c>.</summary>
/// <param name="Id">Its number in the stack (FID).</param>
/// <param name="Name">The name that it was asked for by.</param>
/// <param name="IsIncoming">True where somebody else asked for it.</param>
/// <param name="IpcProcess">Who gives it.</param>
/// <param name="Owner">Who uses it.</param>
/// <param name="Qos">What it gives.</param>
/// <param name="SentPackets">Packets sent into it.</param>
/// <param name="ReceivedPackets">Packets that came out of it.</param>
public sealed record FlowInfo(
    long Id, string Name, bool IsIncoming, string IpcProcess, string Owner, QosSpec Qos, long SentPackets, long ReceivedPackets);
