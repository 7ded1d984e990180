using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;
using Lamina.Wire.Offers;

namespace Lamina.Simulation.Tests.Congestion;

/// <summary>Sends packets down a flow as long as there is credit, and then when it is told that there is some: no end of a flow, which looks again by itself.</summary>
internal sealed class BareSource(SimulatedHost host, int size) : IAllocationSink, IFlowUser, IDeferred
{
    private LowerFlow? _flow;

    public long Sent { get; private set; }

    public bool IsOpen => _flow is not null;

    public void Start(Name destination, string layer) => host.Do(now => host.Irm.ServiceFor("source").Allocate(
        new FlowRequest(destination, QosSpec.Raw, Piggyback.Write(FlowTerms.Offer(QosSpec.Raw), []), layer), this, now));

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        _flow = flow;
        flow.User = this;
        host.Context.RunQueue.Post(this);
    }

    public void HandleRefused(CloseReason reason, Instant now) => Assert.Fail($"{reason}");

    public void HandleTrain(in Train train, Instant now)
    {
    }

    public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now)
    {
        if (what == FlowEvent.Writable)
        {
            host.Context.RunQueue.Post(this);
        }
    }

    public void RunDeferred(int code, in Train train, Instant now)
    {
        while (_flow!.Credit > 0 && host.Context.Pool.TryRent(_flow.HeadRoom + size, out PacketBuffer buffer))
        {
            _flow.Transmit(Train.Single(buffer, _flow.HeadRoom, size), now);
            Sent++;
        }
    }
}
