using Lamina.Core;
using Lamina.Ipc.Unicast.Policies;
using Lamina.Simulation.Networks;
using Lamina.Simulation.Reports;

namespace Lamina.Simulation.Scenarios;

/// <summary>Runs a scenario. The same scenario and seed give the same run, bit for bit.</summary>
/// <param name="scenario">What happens.</param>
/// <param name="seed">Decides all chances.</param>
/// <param name="tap">Sees every datagram; null: nobody looks.</param>
public sealed class ScenarioRunner(Scenario scenario, ulong seed, IPacketTap? tap = null)
{
    /// <summary>The policies that members can follow; null (default): the built-in ones.</summary>
    public PolicyCatalogue? Policies { get; init; }

    /// <summary>Runs it from the beginning. The first violation of an invariant ends the run.</summary>
    public RunReport Run()
    {
        using var network = new LayerNetwork(scenario, seed, tap, Policies);
        return new ScenarioRun(network).Run(seed);
    }
}
