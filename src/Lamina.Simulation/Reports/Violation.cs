using Lamina.Core;

namespace Lamina.Simulation.Reports;

/// <summary>An invariant that did not hold.</summary>
/// <param name="Invariant">Its name: "routes are loop-free".</param>
/// <param name="At">When it was seen.</param>
/// <param name="Text">What was seen, with the members by name.</param>
public sealed record Violation(string Invariant, Instant At, string Text);
