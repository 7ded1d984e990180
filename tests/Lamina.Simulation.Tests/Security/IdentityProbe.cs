using Lamina.Core;
using Lamina.Ipc;
using Lamina.Security.Records;

namespace Lamina.Simulation.Tests.Security;

/// <summary>Asks for a flow, and notes who answers.</summary>
internal sealed class IdentityProbe(SimulatedHost host, string owner) : IAllocationSink
{
    private readonly IFlowService _service = host.Irm.ServiceFor(owner);
    private bool _isOver;

    public PeerIdentity Peer { get; private set; }

    public void Run(SecureLab lab, string name)
    {
        host.Do(now => _service.Allocate(new FlowRequest(Name.Parse(name), QosSpec.Data, "offer"u8.ToArray()), this, now));
        Assert.True(lab.Lab.Network.RunUntil(() => _isOver, Lab.Patience));
    }

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now)
    {
        _isOver = true;
        Peer = flow.Peer;
        Assert.True(flow.HasKeys);
        using RecordKeys? keys = ((IKeyedFlow)flow).TakeKeys();
        Assert.NotNull(keys);
        Assert.Null(((IKeyedFlow)flow).TakeKeys());
        Assert.True(data.SequenceEqual("offer"u8));
        flow.Close(CloseReason.Normal, now);
    }

    public void HandleRefused(CloseReason reason, Instant now) => Assert.Fail($"refused: {reason}");
}
