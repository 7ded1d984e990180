namespace Lamina.Cli.Doctor.Facts;

/// <summary>A flow to a neighbour, or a peer of a bearer.</summary>
/// <param name="Peer">Who it is: the name where one is known, else the address.</param>
/// <param name="Component">"dt", "mgmt"; "peer" of a bearer.</param>
/// <param name="State">"up", "down", "connecting"; of a peer "up" or "silent".</param>
/// <param name="Problem">Why it is not up, where that is known; else empty.</param>
internal sealed record AdjacencyFacts(string Peer, string Component, string State, string Problem)
{
    public bool IsUp => State == "up";
}
