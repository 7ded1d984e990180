using Lamina.Daemon.Control;
using Microsoft.Extensions.Logging;

namespace Lamina.Daemon.Configuration.Applying;

/// <summary>The stack that steps are done to, and what those that wait share.</summary>
/// <param name="name">Its name.</param>
/// <param name="control">Its management.</param>
/// <param name="log">Where to say what happens.</param>
internal sealed class StackTarget(string name, IStackControl control, ILogger log)
{
    private TaskCompletionSource _progress = NewSource();

    public string Name => name;

    public IStackControl Control => control;

    public ILogger Log => log;

    /// <summary>Ends when the next step succeeds.</summary>
    public Task NextProgress => Volatile.Read(ref _progress).Task;

    /// <summary>A step succeeded: who waits tries again at once.</summary>
    public void HandleProgress() => Interlocked.Exchange(ref _progress, NewSource()).TrySetResult();

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
