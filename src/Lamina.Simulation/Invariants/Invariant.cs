using Lamina.Simulation.Networks;

namespace Lamina.Simulation.Invariants;

/// <summary>
/// Something that must hold in every run. Each method returns what was seen where it does not hold, with the members by
/// name, and null where it does.
/// </summary>
internal abstract class Invariant
{
    /// <summary>What must hold: "routes are loop-free".</summary>
    public abstract string Name { get; }

    /// <summary>At every step of virtual time, see <see cref="Scenarios.ScenarioRunner"/>; cheap.</summary>
    public virtual string? Watch(LayerNetwork network) => null;

    /// <summary>Each time when the network has converged after it was disturbed, and at the end of the scenario; may look at every pair.</summary>
    public virtual string? ExamineSettled(LayerNetwork network) => null;

    /// <summary>After every stack has been shut down.</summary>
    public virtual string? ExamineEnded(LayerNetwork network) => null;

    /// <summary>New ones for a run: some of them remember.</summary>
    public static Invariant[] All() =>
    [
        new TimersAreAhead(), new PacketsFit(), new DataIsIntact(), new FlowsEnd(), new QueuesAreBounded(), new TimeToLiveSuffices(),
        new EverybodyHasAWay(), new DatabasesAgree(), new NothingIsLeft(),
    ];
}
