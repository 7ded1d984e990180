namespace Lamina.Daemon.Control;

/// <summary>One hop of a way through a layer.</summary>
/// <param name="Hop">Its number; 0 is where the way begins.</param>
/// <param name="Type">"unicast", "udp", "local", or "none" where nobody answered.</param>
public sealed record TraceHopEntry(int Hop, string Type)
{
    /// <summary>Its layer.</summary>
    public string? Layer { get; init; }

    /// <summary>Its IPC process.</summary>
    public string? Ipcp { get; init; }

    /// <summary>Its address in the layer.</summary>
    public string? Address { get; init; }

    /// <summary>The neighbour that the question came from.</summary>
    public string? CameBy { get; init; }

    /// <summary>Time there and back from hop 0; null at hop 0.</summary>
    public double? RoundTripMs { get; init; }

    /// <summary>True where the packet is for this member.</summary>
    public bool? End { get; init; }

    /// <summary>Where it would send the packet, and why; null where it would not.</summary>
    public TraceRouteEntry? Route { get; init; }

    /// <summary>Of udp: the port on this side.</summary>
    public string? Local { get; init; }

    /// <summary>Of udp: where it sends to.</summary>
    public string? Remote { get; init; }

    /// <summary>Of udp: bytes of a datagram that are sure to arrive whole.</summary>
    public int? PathBytes { get; init; }

    /// <summary>Of udp: true where that was found out.</summary>
    public bool? PathKnown { get; init; }

    /// <summary>Why there is nothing to tell.</summary>
    public string? Problem { get; init; }

    /// <summary>The way of the flow over which it passes packets on.</summary>
    public IReadOnlyList<TraceHopEntry>? Below { get; init; }
}
