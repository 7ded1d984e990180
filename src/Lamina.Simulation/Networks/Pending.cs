using System.Runtime.CompilerServices;
using Lamina.Core;
using Lamina.Ipc;

namespace Lamina.Simulation.Networks;

/// <summary>
/// An operation whose end somebody awaits. What follows is an event of the network, never a call out of a machine: no
/// machine is re-entered, and no scheduler of the process has a say in the order.
/// </summary>
internal sealed class Pending(SimulatedNetwork network) : IOutcomeSink, INotifyCompletion
{
    private Outcome? _outcome;
    private Action? _next;

    /// <summary>Always by way of the event queue.</summary>
    public bool IsCompleted => false;

    public Pending GetAwaiter() => this;

    public Outcome GetResult() => _outcome!.Value;

    public void OnCompleted(Action continuation)
    {
        _next = continuation;
        Continue();
    }

    public void HandleOutcome(Outcome outcome, Instant now)
    {
        _outcome ??= outcome;
        Continue();
    }

    private void Continue()
    {
        if (_outcome is not null && _next is { } next)
        {
            _next = null;
            network.At(network.Now, _ => next());
        }
    }
}
