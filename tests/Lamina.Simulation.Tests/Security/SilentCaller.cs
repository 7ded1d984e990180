using Lamina.Core;
using Lamina.Ipc;
using Lamina.Ipc.Unicast;
using Lamina.Ipc.Unicast.Connections;
using Lamina.Wire.Connections;

namespace Lamina.Simulation.Tests.Security;

/// <summary>Opens flows for enrolment as a joiner does, and says nothing on them.</summary>
internal sealed class SilentCaller(SimulatedHost host, UnicastIpcProcess process) : IAllocationSink
{
    private readonly byte[] _request =
        new ConnectionManager("silent", SpokenProtocols.Current, host.Context).WriteRequest(ConnectionComponent.Enrolment);

    /// <summary>Flows that were opened.</summary>
    public int Opened { get; private set; }

    public void Open(string name) => host.Do(
        now => host.Irm.AllocateLower(process, new FlowRequest(Name.Parse(name), QosSpec.Data, _request), this, now));

    public void HandleAllocated(LowerFlow flow, ReadOnlySpan<byte> data, Instant now) => Opened++;

    public void HandleRefused(CloseReason reason, Instant now)
    {
    }
}
