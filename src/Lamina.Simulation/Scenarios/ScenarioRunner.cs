using Lamina.Simulation.Reports;
using Lamina.Simulation.Traces;

namespace Lamina.Simulation.Scenarios;

/// <summary>Runs a scenario: the network comes to stand, the scenario happens, everything is examined and ended.</summary>
/// <param name="scenario">What happens.</param>
/// <param name="seed">Decides all chances.</param>
/// <param name="tap">Sees every datagram; null: nobody looks.</param>
public sealed class ScenarioRunner(Scenario scenario, ulong seed, IPacketTap? tap = null)
{
    /// <summary>Runs it, once. The first violation of an invariant ends the run.</summary>
    public RunReport Run() => throw new NotSupportedException($"{scenario.Name} {seed} {tap}");
}
