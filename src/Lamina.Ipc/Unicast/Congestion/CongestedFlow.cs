using Lamina.Core;
using Lamina.Protocols.Allocation;
using Lamina.Protocols.Congestion;

namespace Lamina.Ipc.Unicast.Congestion;

/// <summary>What a member keeps with a flow so that the layer does not fill: a gate for what it sends, a log of what comes.</summary>
internal sealed class CongestedFlow : IGateUser, IDeferred
{
    private readonly MachineContext _context;
    private readonly AllocatedFlow<Address> _flow;

    public CongestedFlow(MachineContext context, AllocatedFlow<Address> flow, ICongestionControl control, int packet)
    {
        _context = context;
        _flow = flow;
        Gate = new SendGate(context.Timers, control, packet, this);
    }

    public SendGate Gate { get; }

    public ArrivalLog Log { get; } = new();

    /// <summary>Later: reports come in while a train is handled, and what the flow sends then goes down.</summary>
    public void HandleOpen(Instant now) => _context.RunQueue.Post(this);

    public void RunDeferred(int code, in Train train, Instant now) => _flow.Resume(now);
}
