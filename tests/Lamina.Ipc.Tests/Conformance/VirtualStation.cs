using Lamina.Conformance.Layers;
using Lamina.Core;
using Lamina.Ipc.Tests.Virtual;

namespace Lamina.Ipc.Tests.Conformance;

/// <summary>A member whose stack the test clock drives.</summary>
internal sealed class VirtualStation(TestStack stack, IpcProcess process, VirtualTime time) : Station
{
    public TestStack Stack => stack;

    public override IFlowService Flows => stack.Irm;

    public override int FlowCount => process.FlowCount;

    public override Holdings Holdings => new(stack.Irm.Flows.All.Count, stack.Context.Pool.RentedCount, stack.Context.Timers.Count);

    public override Holdings Leaked => Holdings;

    public override void Do(Action<Instant> call)
    {
        call(time.Now);
        time.RunFor(Duration.Zero);
    }

    public override Outcome Register(string name) => stack.Irm.RegisterInLayer(Name.Parse(name), process.Layer!, time.Now);

    public override Outcome Unregister(string name) => stack.Irm.UnregisterFromLayer(Name.Parse(name), process.Layer!, time.Now);

    public override void Query(string name, IQuerySink sink) =>
        Do(now => process.Query(NameHash.Of(Name.Parse(name), process.HashAlgorithm), sink, now));

    public override Outcome Leave()
    {
        Outcome outcome = default;
        Do(now => outcome = stack.Irm.Destroy(process.Name, now));
        return outcome;
    }

    public override void Stop() => Do(stack.Irm.Shutdown);
}
