namespace Lamina.Flows;

/// <summary>
/// The end of a flow, for those who wait for it without reading: a task and a token, each made when somebody asks for it. A field of the flow, never
/// copied: most flows end without either.
/// </summary>
#pragma warning disable CA1001 // A source without a timer and a wait handle holds nothing to dispose of.
internal struct FlowEnded
#pragma warning restore CA1001
{
    private TaskCompletionSource? _task;
    private CancellationTokenSource? _source;
    private int _isSet;

    // In both: published first, then looked. Whoever ends the flow meanwhile sees what waits, or we see the end.
    public Task Task
    {
        get
        {
            if (_task is null)
            {
                Interlocked.CompareExchange(ref _task, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);
            }

            if (Volatile.Read(ref _isSet) != 0)
            {
                _task.TrySetResult();
            }

            return _task.Task;
        }
    }

    public CancellationToken Token
    {
        get
        {
            CancellationTokenSource source = Interlocked.CompareExchange(ref _source, new CancellationTokenSource(), null) ?? _source;
            if (Volatile.Read(ref _isSet) != 0)
            {
                _ = source.CancelAsync();
            }

            return source.Token;
        }
    }

    /// <summary>The flow has ended. Runs nothing of the program's own on this thread. Any thread.</summary>
    public void Set()
    {
        // A full fence between the flag and the look.
        Interlocked.Exchange(ref _isSet, 1);
        _task?.TrySetResult();
        _ = _source?.CancelAsync();
    }
}
