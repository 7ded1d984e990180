namespace Lamina.Simulation.Scenarios;

/// <summary>What can happen to a network.</summary>
public enum ScenarioEventKind
{
    /// <summary>Links carry nothing any more.</summary>
    Cut,

    /// <summary>Links carry again what they carried.</summary>
    Heal,

    /// <summary>Links behave in another way.</summary>
    Change,

    /// <summary>All links between some members and the others are cut.</summary>
    Partition,

    /// <summary>Hosts stop at once; nobody is told, and nothing is left of what they knew.</summary>
    Die,

    /// <summary>Hosts start again with nothing but their names; empty: all that are dead.</summary>
    Revive,

    /// <summary>The members of some hosts, in one layer each, are replaced by others under their flows.</summary>
    Restart,
}
