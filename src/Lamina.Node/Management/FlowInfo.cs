using Lamina.Core;

namespace Lamina.Node.Management;

/// <summary>A line of <c>flow list</c>.</summary>
/// <param name="Id">Its number in the stack (FID).</param>
/// <param name="Name">The name that it was asked for by.</param>
/// <param name="IsIncoming">True where somebody else asked for it.</param>
/// <param name="IpcProcess">Who gives it; null for a direct flow: between two programs of this stack, without a layer.</param>
/// <param name="Owner">Who uses it; of a direct flow, who asked for it.</param>
/// <param name="Acceptor">Of a direct flow: who accepted it; else null.</param>
/// <param name="Qos">What it gives, of what was asked.</param>
/// <param name="AskedQos">What it was asked to give.</param>
/// <param name="SentPackets">Packets sent into it.</param>
/// <param name="ReceivedPackets">Packets that came out of it.</param>
/// <param name="Peer">Who proved to be at the other end.</param>
/// <param name="Program">The executable of the program that uses it; null: it is not attached, or the system does not say.</param>
/// <param name="UserId">The user of that program; null: it is not attached.</param>
/// <param name="IsUp">False while its layer has no way to the other end.</param>
public sealed record FlowInfo(
    long Id,
    string Name,
    bool IsIncoming,
    string? IpcProcess,
    string Owner,
    string? Acceptor,
    QosSpec Qos,
    QosSpec AskedQos,
    long SentPackets,
    long ReceivedPackets,
    bool IsUp = true,
    PeerIdentity Peer = default,
    string? Program = null,
    uint? UserId = null);
