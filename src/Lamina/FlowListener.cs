using System.Runtime.CompilerServices;
using Lamina.Flows;

namespace Lamina;

/// <summary>Accepts flows for a name. Flows that were accepted live on when it is disposed of.</summary>
public sealed class FlowListener : IAsyncDisposable, IDisposable
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
    public Task<Flow> AcceptAsync(CancellationToken cancellationToken = default) =>
        AcceptAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>As <see cref="AcceptAsync(CancellationToken)"/>, for a limited time.</summary>
    /// <param name="timeout">How long to wait; zero: take a flow that is there.</param>
    /// <param name="cancellationToken">Ends the wait; no flow is lost.</param>
    /// <exception cref="LaminaException">Nobody came in time (Timeout); else as there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative, and not infinite.</exception>
    public async Task<Flow> AcceptAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new AcceptWaiter(_stack, _queue, Patience.From(timeout));
        await using (cancellationToken.UnsafeRegister(
            static (state, token) => ((AcceptWaiter)state!).Cancel(token), waiter).ConfigureAwait(false))
        {
            waiter.Begin();
            return await waiter.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the next flow; blocks.</summary>
    /// <param name="timeout">How long; null: for ever; zero: take a flow that is there.</param>
    /// <exception cref="LaminaException">Nobody came in time (Timeout); else as in <see cref="AcceptAsync(CancellationToken)"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is negative, and not infinite.</exception>
    public Flow Accept(TimeSpan? timeout = null)
    {
        var waiter = new AcceptWaiter(_stack, _queue, Patience.From(timeout ?? Timeout.InfiniteTimeSpan));
        waiter.Begin();
        return waiter.Task.GetAwaiter().GetResult();
    }

    /// <summary>Every flow that comes, until the listener is disposed of.</summary>
    /// <param name="cancellationToken">Ends it; no flow is lost.</param>
    /// <exception cref="LaminaException">The daemon has gone, or the stack has ended.</exception>
    public async IAsyncEnumerable<Flow> AcceptAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Flow flow;
            try
            {
                flow = await AcceptAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (LaminaException failure) when (failure.Error == LaminaError.Closed)
            {
                yield break;
            }

            yield return flow;
        }
    }

    /// <summary>Stops accepting: flows that wait are refused, calls that wait fail with <see cref="LaminaError.Closed"/>.</summary>
    public void Dispose()
    {
        _stack.Forget(_queue);
        _stack.TryRun(_queue.Close);
    }

    /// <summary>As <see cref="Dispose"/>.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
