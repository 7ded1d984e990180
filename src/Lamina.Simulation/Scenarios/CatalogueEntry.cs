namespace Lamina.Simulation.Scenarios;

/// <summary>A scenario that comes with Lamina.</summary>
/// <param name="Name">Its name, as a person types it.</param>
/// <param name="Sentence">What it shows.</param>
/// <param name="Members">Members where nobody says another number.</param>
/// <param name="Make">Makes it, for a number of members and a seed.</param>
public sealed record CatalogueEntry(string Name, string Sentence, int Members, Func<int, ulong, Scenario> Make);
