using Lamina.Core;
using Lamina.Simulation.Links;

namespace Lamina.Simulation.Scenarios;

/// <summary>Something that happens to the network.</summary>
/// <param name="At">When, from the moment at which the network stands.</param>
/// <param name="Kind">What.</param>
public sealed record ScenarioEvent(Duration At, ScenarioEventKind Kind)
{
    /// <summary>The members that it happens to, by number from 0; of <see cref="ScenarioEventKind.Partition"/> one side.</summary>
    public IReadOnlyList<int> Members { get; init; } = [];

    /// <summary>Of <see cref="ScenarioEventKind.Restart"/>: the layer, from 0.</summary>
    public int Layer { get; init; }

    /// <summary>The links that it happens to, by number from 0 in the order of the topology; empty: all links.</summary>
    public IReadOnlyList<int> Links { get; init; } = [];

    /// <summary>Instead of <see cref="Members"/>: so large a part of those that could be meant, by chance; 0 (default) to 1.</summary>
    public double Share { get; init; }

    /// <summary>Of <see cref="ScenarioEventKind.Change"/>: how the links behave from now on; null: as at first.</summary>
    public LinkProfile? Profile { get; init; }
}
