using Lamina.Conformance.Layers;

namespace Lamina.Simulation.Tests.Conformance;

/// <summary>A layer of a simulated network; ends with the network.</summary>
internal sealed class SimulatedLayer(SimulatedNetwork network, string layer, SimulatedStation near, SimulatedStation far) : LayerUnderTest
{
    /// <summary>What <see cref="Near"/> stands on, where it can be choked.</summary>
    public ChokedPort? Port { get; init; }

    public override string Layer => layer;

    public override Station Near => near;

    public override Station Far => far;

    public override bool IsOneStack => near.Host == far.Host;

    public override bool RunsInRealTime => false;

    public override bool CanChoke => Port is not null;

    public override bool RunUntil(Func<bool> condition) => network.RunUntil(condition, LongestVirtual);

    public override void Choke(bool isChoked) => Near.Do(now => Port!.Choke(isChoked, now));

    public override void Dispose()
    {
        network.Dispose();
        base.Dispose();
    }
}
