namespace Lamina.Simulation.Reports;

/// <summary>A curve of a plot.</summary>
/// <param name="Name">What it shows: "members converged".</param>
/// <param name="XUnit">What x is: "s" of virtual time, or "members" for a rank.</param>
/// <param name="YUnit">What y is.</param>
/// <param name="Points">The points, x ascending.</param>
public sealed record Series(string Name, string XUnit, string YUnit, IReadOnlyList<(double X, double Y)> Points);
