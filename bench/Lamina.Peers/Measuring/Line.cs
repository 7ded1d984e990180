namespace Lamina.Peers.Measuring;

/// <summary>A contender's line of the table.</summary>
/// <param name="Name">The contender.</param>
/// <param name="Failure">Why it was not run; null: it was.</param>
/// <param name="Goodputs">Gbit/s, a round each.</param>
/// <param name="RoundTrips">Microseconds, a round each; empty where it has none of its own.</param>
internal sealed record Line(string Name, string? Failure, List<double> Goodputs, List<double> RoundTrips);
