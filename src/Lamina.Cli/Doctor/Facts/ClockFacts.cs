namespace Lamina.Cli.Doctor.Facts;

/// <summary>The clocks, against each other.</summary>
/// <param name="Now">The time of day.</param>
/// <param name="Suspended">How long the machine has slept since it was started.</param>
/// <param name="Drift">By how much the time of day and the steady clock disagreed about a short wait.</param>
internal sealed record ClockFacts(DateTimeOffset Now, TimeSpan Suspended, TimeSpan Drift);
