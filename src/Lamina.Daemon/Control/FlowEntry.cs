namespace Lamina.Daemon.Control;

/// <summary>One flow that an IPC process gives.</summary>
/// <param name="Id">Its number in the stack.</param>
/// <param name="Name">The name that it was asked for by.</param>
/// <param name="Direction">"in" where somebody else asked for it, else "out".</param>
/// <param name="Ipcp">Who gives it.</param>
/// <param name="User">Who uses it.</param>
/// <param name="Qos">The name of its QoS spec, or "custom".</param>
/// <param name="SentPackets">Packets sent into it.</param>
/// <param name="ReceivedPackets">Packets that came out of it.</param>
public sealed record FlowEntry(
    long Id, string Name, string Direction, string Ipcp, string User, string Qos, long SentPackets, long ReceivedPackets);
