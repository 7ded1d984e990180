using Lamina.Core;

namespace Lamina.Ipc.Unicast.Connections;

/// <summary>
/// A flow that was accepted for its answer alone: the other side reads there what does not fit, and closes. Where it does not,
/// this side does.
/// </summary>
internal sealed class RefusedConnection : IFlowUser, ITimed
{
    private static readonly Duration Patience = Duration.FromSeconds(5);

    private readonly ConnectionManager _manager;
    private readonly CloseReason _reason;
    private readonly MachineTimer _timer;

    public RefusedConnection(ConnectionManager manager, CloseReason reason, Instant now)
    {
        _manager = manager;
        _reason = reason;
        _timer = new MachineTimer(manager.Context.Timers, this);
        _timer.Set(now + Patience);
    }

    public LowerFlow? Flow { get; set; }

    public void HandleTrain(in Train train, Instant now)
    {
    }

    public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now)
    {
        if (what == FlowEvent.Closed)
        {
            Forget();
        }
    }

    public void HandleTimeout(Instant now)
    {
        Forget();
        Flow?.Close(_reason, now);
    }

    public void Forget()
    {
        _timer.Remove();
        _manager.Forget(this);
    }
}
