using Lamina.Core;

namespace Lamina.Simulation.Scenarios;

/// <summary>Hosts that die and come back, at a rate. The first member and half of the network never die.</summary>
/// <param name="DeathsPerMinute">How many hosts die in a minute, on average.</param>
/// <param name="Absence">How long a host stays away, on average.</param>
public sealed record Churn(double DeathsPerMinute, Duration Absence);
