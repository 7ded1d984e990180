using Lamina.Core;

namespace Lamina.Ipc.Irm;

/// <summary>The stack's flows for one program, under its own description in the lists.</summary>
internal sealed class OwnedFlowService(IpcResourceManager irm, string owner) : IFlowService
{
    public MachineContext Context => irm.Context;

    public void Allocate(in FlowRequest request, IAllocationSink sink, Instant now) => irm.Allocate(request, owner, sink, now);

    public void Withdraw(IAllocationSink sink, Instant now) => irm.Withdraw(sink, now);

    public void Listen(Name name, IFlowAcceptor acceptor, IOutcomeSink sink, Instant now) =>
        irm.Listen(name, acceptor, sink, now);

    public void StopListening(Name name, IFlowAcceptor acceptor, Instant now) => irm.StopListening(name, acceptor, now);
}
