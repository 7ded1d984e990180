namespace Lamina.Daemon.Control;

/// <summary>One flow: of a layer, or direct between two programs of the stack.</summary>
/// <param name="Id">Its number in the stack.</param>
/// <param name="Name">The name that it was asked for by.</param>
/// <param name="Direction">"in" where somebody else asked for it, "out" where its user did, "direct" where both ends are here.</param>
/// <param name="User">Who uses it; of a direct flow, who asked for it.</param>
/// <param name="Qos">The name of the QoS spec that its layer accepted, or "custom".</param>
/// <param name="SentPackets">Packets sent into it.</param>
/// <param name="ReceivedPackets">Packets that came out of it.</param>
/// <param name="Ipcp">Who gives it; null for a direct flow.</param>
/// <param name="Acceptor">Of a direct flow: who accepted it; else null.</param>
/// <param name="AskedQos">The name of the QoS spec that was asked for, or "custom".</param>
/// <param name="ReservedBits">Bits per second that are kept for it, in each direction; 0: none.</param>
/// <param name="AskedBits">Bits per second that were asked for; 0: none.</param>
/// <param name="Peer">The node id of who proved to be at the other end, 64 hexadecimal digits; null where nobody proved anything.</param>
/// <param name="Program">The executable of the program that uses it; null: it is not attached, or the system does not say.</param>
/// <param name="Account">The user as whom that program runs; null: it is not attached.</param>
/// <param name="State">"up", or "down" while its layer has no way to the other end.</param>
public sealed record FlowEntry(
    long Id,
    string Name,
    string Direction,
    string User,
    string Qos,
    long SentPackets,
    long ReceivedPackets,
    string? Ipcp = null,
    string? Acceptor = null,
    string? AskedQos = null,
    ulong ReservedBits = 0,
    ulong AskedBits = 0,
    string State = FlowEntry.Up,
    string? Peer = null,
    string? Program = null,
    string? Account = null)
{
    /// <summary>It carries packets.</summary>
    public const string Up = "up";

    /// <summary>Its layer has no way to the other end at present.</summary>
    public const string Down = "down";
}
