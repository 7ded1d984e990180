namespace Lamina.Node.Management;

/// <summary>A neighbour that a flow of is missing.</summary>
/// <param name="Ipcp">The IPC process here.</param>
/// <param name="Layer">Its layer.</param>
/// <param name="Peer">The name that was connected to, or the address.</param>
/// <param name="Problem">Why the last attempt failed; empty where none did.</param>
public sealed record LostAdjacency(string Ipcp, string Layer, string Peer, string Problem);
