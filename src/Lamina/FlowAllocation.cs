using Lamina.Flows;

namespace Lamina;

/// <summary>
/// An allocation that nobody waits for: <see cref="NetworkStack.BeginAllocate"/> returned at once, and
/// <see cref="Completed"/> says when it has ended, with a flow or a failure.
/// <code>
/// FlowAllocation allocation = stack.BeginAllocate("echo");
/// allocation.Completed += (_, _) => Console.WriteLine(allocation.Flow is null ? allocation.Failure!.Message : "a flow");
/// </code>
/// </summary>
public sealed class FlowAllocation
{
    private readonly AllocateOperation _operation;
    private readonly Lock _lock = new();
    private EventHandler? _completed;
    private bool _isRaised;

    internal FlowAllocation(AllocateOperation operation, string name)
    {
        _operation = operation;
        Name = name;
        operation.Task.ContinueWith(
            static (_, state) => ((FlowAllocation)state!).Raise(), this, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>
    /// Raised once for each handler, on the thread pool, when the allocation has ended; for a handler that is added later, at
    /// once.
    /// </summary>
    public event EventHandler? Completed
    {
        add
        {
            lock (_lock)
            {
                if (!_isRaised)
                {
                    _completed += value;
                    return;
                }
            }

            ThreadPool.QueueUserWorkItem(static call => call.Handler?.Invoke(call.Sender, EventArgs.Empty), (Handler: value, Sender: this), preferLocal: false);
        }

        remove
        {
            lock (_lock)
            {
                _completed -= value;
            }
        }
    }

    /// <summary>The name that was asked for.</summary>
    public string Name { get; }

    /// <summary>True when it has ended, with a flow or a failure.</summary>
    public bool IsCompleted => _operation.Task.IsCompleted;

    /// <summary>The flow, which is the program's to close; null while there is none.</summary>
    public Flow? Flow => _operation.Task.IsCompletedSuccessfully ? _operation.Task.Result : null;

    /// <summary>Why there is no flow; null while that is open, and where there is one.</summary>
    public LaminaException? Failure => _operation.Task.Exception?.InnerException as LaminaException;

    /// <summary>The same as a task: it gives the flow, or throws <see cref="Failure"/>.</summary>
    public Task<Flow> Completion => _operation.Task;

    /// <summary>
    /// Gives it up, where it has not ended: the search stops, and it ends with <see cref="LaminaError.Closed"/>. A flow that
    /// is there already stays.
    /// </summary>
    public void Cancel() => _operation.GiveUp();

    private void Raise()
    {
        EventHandler? handlers;
        lock (_lock)
        {
            _isRaised = true;
            handlers = _completed;
            _completed = null;
        }

        // Looked at, so that a failure that only the event tells of does not count as unobserved.
        _ = _operation.Task.Exception;
        handlers?.Invoke(this, EventArgs.Empty);
    }
}
