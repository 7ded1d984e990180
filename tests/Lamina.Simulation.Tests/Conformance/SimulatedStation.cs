using Lamina.Conformance.Layers;
using Lamina.Core;
using Lamina.Ipc;

namespace Lamina.Simulation.Tests.Conformance;

/// <summary>A member on a simulated host.</summary>
internal sealed class SimulatedStation(SimulatedNetwork network, SimulatedHost host, IpcProcess process) : Station
{
    public SimulatedHost Host => host;

    public override IFlowService Flows => host.Irm;

    public override int FlowCount => process.FlowCount;

    public override Holdings Holdings => new(host.Irm.Flows.All.Count, host.Context.Pool.RentedCount, host.Context.Timers.Count);

    public override Holdings Leaked => Holdings;

    public override void Do(Action<Instant> call) => host.Do(call);

    public override Outcome Register(string name)
    {
        var outcome = new RecordingOutcome();
        host.Do(now => host.Irm.RegisterAtProcess(Name.Parse(name), process.Name, outcome, now));
        Assert.True(network.RunUntil(() => outcome.Answers == 1, LayerUnderTest.LongestVirtual), "registering had no outcome");
        return outcome.Outcome;
    }

    public override Outcome Unregister(string name)
    {
        Outcome outcome = default;
        host.Do(now => outcome = host.Irm.UnregisterFromProcess(Name.Parse(name), process.Name, now));
        return outcome;
    }

    public override void Query(string name, IQuerySink sink) =>
        host.Do(now => process.Query(NameHash.Of(Name.Parse(name), process.HashAlgorithm), sink, now));

    public override Outcome Leave()
    {
        Outcome outcome = default;
        host.Do(now => outcome = host.Irm.Destroy(process.Name, now));
        return outcome;
    }

    public override void Stop() => host.Do(host.Irm.Shutdown);
}
