using Lamina.Core;
using Lamina.Ipc;
using Lamina.Protocols.Flows;
using Lamina.Wire.Offers;

namespace Lamina.Simulation.Tests;

/// <summary>A flow whose user does nothing but write when the test says so.</summary>
internal sealed class OpenedFlow(SimulatedHost host, QosSpec qos) : IAllocationSink, IFlowEndUser
{
    private readonly IFlowService _service = host.Irm.ServiceFor("writer");

    public FlowEnd? End { get; private set; }

    /// <summary>What it heard of its way: gone (false), back (true).</summary>
    public List<bool> Ways { get; } = [];

    public CloseReason Closed { get; private set; }

    public void Start(Name destination) => host.Do(now =>
        _service.Allocate(new FlowRequest(destination, qos, Piggyback.Write(FlowTerms.Offer(qos), [])), this, now));

    /// <summary>False where the flow takes nothing at present.</summary>
    public bool Write()
    {
        int written = 0;
        WriteStatus status = WriteStatus.Blocked;
        host.Do(now => status = End!.Write([1, 2, 3], ref written, now));
        return status == WriteStatus.Done;
    }

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        Assert.True(Piggyback.TryRead(data, out ReadOnlySpan<byte> answer, out _));
        Assert.True(FlowTerms.TryConclude(answer, qos, out FlowTerms? terms, out _));
        End = new FlowEnd(_service.Context, flow, terms!, this, now);
    }

    public void HandleRefused(CloseReason reason, Instant now) => Assert.Fail($"refused: {reason}");

    public void HandleReadable(Instant now)
    {
    }

    public void HandleWritable(Instant now)
    {
    }

    public void HandleWay(bool isUp, Instant now) => Ways.Add(isUp);

    public void HandleClosed(CloseReason reason, Instant now) => Closed = reason;
}
