namespace Lamina.Cli.Sim;

/// <summary>A run in which an invariant did not hold.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Violations">How many there were.</param>
/// <param name="Invariant">The first that did not hold.</param>
/// <param name="AtSeconds">When, in virtual time.</param>
/// <param name="Text">What was seen.</param>
/// <param name="Replay">The command that shows it again.</param>
public sealed record FailedRun(ulong Seed, int Violations, string Invariant, double AtSeconds, string Text, string Replay);
