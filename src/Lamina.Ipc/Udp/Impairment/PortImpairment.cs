namespace Lamina.Ipc.Udp.Impairment;

/// <summary>How a real port is made worse on purpose; as text see <see cref="ImpairmentText"/>.</summary>
public sealed record PortImpairment : LinkImpairment
{
    /// <summary>Which ways; default both, each by itself.</summary>
    public ImpairedWays Ways { get; init; } = ImpairedWays.Both;

    /// <summary>Decides all chances; null (default): another one each time.</summary>
    public ulong? Seed { get; init; }

    /// <summary>As a person writes it.</summary>
    public override string ToString() => ImpairmentText.Format(this);
}
