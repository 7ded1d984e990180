namespace Lamina.Core;

/// <summary>The class that a layer maps a flow to: what forwarding and scheduling see. The numbers are on the wire.</summary>
public enum QosCube : byte
{
    /// <summary>No promise.</summary>
    BestEffort = 0,

    /// <summary>Delay of at most 100 ms, three nines.</summary>
    Video = 1,

    /// <summary>Delay of at most 50 ms, small bandwidth, five nines.</summary>
    Voice = 2,
}
