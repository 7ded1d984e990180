using Lamina.Core;

namespace Lamina.Node.Attach;

/// <summary>
/// A flow whose program has closed it while packets still waited for the layer: they go first, for a while. Stands by itself, so that
/// a program may write, close and exit.
/// </summary>
internal sealed class PartingFlow : IFlowUser, ITimed
{
    private static readonly Duration Patience = Duration.FromSeconds(5);

    private readonly FlowOutlet _outlet;
    private readonly CloseReason _reason;
    private readonly MachineTimer _timer;
    private bool _isOver;

    private PartingFlow(FlowOutlet outlet, CloseReason reason, TimerQueue timers, Instant now)
    {
        _outlet = outlet;
        _reason = reason;
        _timer = new MachineTimer(timers, this);
        _timer.Set(now + Patience);
        outlet.Lower.User = this;
    }

    /// <summary>Closes a flow: at once, unless packets wait that are worth something.</summary>
    public static void Close(FlowOutlet outlet, CloseReason reason, TimerQueue timers, Instant now)
    {
        if (outlet.IsHolding && reason == CloseReason.Normal)
        {
            _ = new PartingFlow(outlet, reason, timers, now);
            return;
        }

        outlet.Clear();
        outlet.Lower.Close(reason, now);
    }

    public void HandleTrain(in Train train, Instant now)
    {
        // Nobody reads any more.
    }

    public void HandleFlowEvent(FlowEvent what, CloseReason reason, Instant now)
    {
        switch (what)
        {
            case FlowEvent.Writable:
                _outlet.Drain(now);
                if (!_outlet.IsHolding)
                {
                    End(now);
                }

                break;
            case FlowEvent.Closed:
                _isOver = true;
                _timer.Remove();
                _outlet.Clear();
                break;
        }
    }

    public void HandleTimeout(Instant now) => End(now);

    private void End(Instant now)
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        _timer.Remove();
        _outlet.Clear();
        _outlet.Lower.Close(_reason, now);
    }
}
