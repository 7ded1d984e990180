using Lamina.Flows;

namespace Lamina;

/// <summary>Accepts flows for a name. Flows that were accepted live on when it is disposed of.</summary>
public sealed class FlowListener : IAsyncDisposable
{
    private readonly NetworkStack _stack;
    private readonly ListenerQueue _queue;

    internal FlowListener(NetworkStack stack, ListenerQueue queue)
    {
        _stack = stack;
        _queue = queue;
    }

    /// <summary>The name.</summary>
    public string Name => _queue.Name.Value;

    /// <summary>Waits for the next flow. Several calls may wait; they are served in their order.</summary>
    /// <param name="cancellationToken">Ends the wait; no flow is lost.</param>
    /// <exception cref="LaminaException">The listener was disposed of, or the daemon has gone, or the stack has ended.</exception>
    public async Task<Flow> AcceptAsync(CancellationToken cancellationToken = default)
    {
        var waiter = new TaskCompletionSource<Flow>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource<Flow>)state!).TrySetCanceled(token), waiter).ConfigureAwait(false))
        {
            if (!_stack.TryRun(_ => _queue.Accept(waiter)))
            {
                throw LaminaException.Ended(_stack.Host.Driver.Reason);
            }

            return await waiter.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Stops accepting: flows that wait are refused, calls that wait fail with <see cref="LaminaError.Closed"/>.</summary>
    public ValueTask DisposeAsync()
    {
        _stack.Forget(_queue);
        _stack.TryRun(_queue.Close);
        return ValueTask.CompletedTask;
    }
}
