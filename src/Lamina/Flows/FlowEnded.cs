namespace Lamina.Flows;

/// <summary>The end of a flow, for those who wait for it without reading: a task, and a token made when somebody asks for it.</summary>
#pragma warning disable CA1001 // A source without a timer and a wait handle holds nothing to dispose of.
internal sealed class FlowEnded
#pragma warning restore CA1001
{
    private readonly TaskCompletionSource _task = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource? _source;

    public Task Task => _task.Task;

    public CancellationToken Token
    {
        get
        {
            // Published first, then looked: whoever ends the flow meanwhile sees the source, or we see the end.
            CancellationTokenSource source = Interlocked.CompareExchange(ref _source, new CancellationTokenSource(), null) ?? _source;
            if (_task.Task.IsCompleted)
            {
                _ = source.CancelAsync();
            }

            return source.Token;
        }
    }

    /// <summary>The flow has ended. Runs nothing of the program's own on this thread. Any thread.</summary>
    public void Set()
    {
        _task.TrySetResult();
        Interlocked.MemoryBarrier();
        _ = _source?.CancelAsync();
    }
}
