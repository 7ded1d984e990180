namespace Lamina.Daemon.Control;

/// <summary>Where a member would send a packet, and why.</summary>
/// <param name="Policy">The layer's routing policy.</param>
/// <param name="Cost">What the rest of the way costs.</param>
/// <param name="NextHops">The neighbours that may be next: ways, then stand-ins.</param>
public sealed record TraceRouteEntry(string Policy, long Cost, IReadOnlyList<TraceNextHopEntry> NextHops);
