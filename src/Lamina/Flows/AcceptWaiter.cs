using Lamina.Core;
using Lamina.Node.Driving;

namespace Lamina.Flows;

/// <summary>A call that waits for a flow to arrive. Ends once, with a flow or without; one that gave up leaves the queue.</summary>
internal sealed class AcceptWaiter(NetworkStack stack, ListenerQueue queue, Duration patience) : DriverWork(stack.Host.Driver), ITimed
{
    private readonly TaskCompletionSource<Flow> _task = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MachineTimer? _timer;

    public Task<Flow> Task => _task.Task;

    /// <summary>Any thread.</summary>
    public void Begin()
    {
        if (!Driver.Post(this) || Driver.HasEnded)
        {
            Fail(LaminaException.Ended(Driver.Reason));
        }
    }

    /// <summary>Any thread.</summary>
    public void Cancel(CancellationToken token)
    {
        if (_task.TrySetCanceled(token))
        {
            stack.TryRun(_ => End());
        }
    }

    /// <summary>False: the call has given up, and takes no flow.</summary>
    public bool TryTake(Flow flow)
    {
        _timer?.Remove();
        return _task.TrySetResult(flow);
    }

    public void Fail(Exception failure)
    {
        _timer?.Remove();
        _task.TrySetException(failure);
    }

    public void HandleTimeout(Instant now)
    {
        if (_task.TrySetException(new LaminaException(
            LaminaError.Timeout, $"nobody asked for a flow to '{queue.Name}' within {patience.TotalSeconds:0.###} s")))
        {
            End();
        }
    }

    protected override void RunOwned(Instant now)
    {
        if (_task.Task.IsCompleted)
        {
            return;
        }

        queue.Accept(this);
        if (!_task.Task.IsCompleted && patience < Duration.Forever)
        {
            _timer = new MachineTimer(Driver.Context.Timers, this);
            _timer.Set(now + patience);
        }
    }

    private void End()
    {
        _timer?.Remove();
        queue.Withdraw(this);
    }
}
