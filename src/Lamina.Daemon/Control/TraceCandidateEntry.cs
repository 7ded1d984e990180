namespace Lamina.Daemon.Control;

/// <summary>A layer that might give a flow.</summary>
/// <param name="Ipcp">Its member in this stack.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Type">Its kind.</param>
/// <param name="Depth">Unicast layers from it down, itself included.</param>
/// <param name="Verdict">"chosen", "reaches", "doesNotReach", "denied" or "silent".</param>
/// <param name="Why">The same for people, with what decided.</param>
public sealed record TraceCandidateEntry(string Ipcp, string Layer, string Type, int Depth, string Verdict, string Why);
