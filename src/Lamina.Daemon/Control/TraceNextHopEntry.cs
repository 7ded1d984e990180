namespace Lamina.Daemon.Control;

/// <summary>A neighbour that may be next.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Ipcp">What it calls itself.</param>
/// <param name="StandIn">True: only while no way carries packets.</param>
/// <param name="Up">True where a flow to it carries packets at present.</param>
/// <param name="Taken">True for the one that this flow takes.</param>
public sealed record TraceNextHopEntry(string Address, string Ipcp, bool StandIn, bool Up, bool Taken);
