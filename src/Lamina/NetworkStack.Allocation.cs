using Lamina.Core;
using Lamina.Flows;
using Lamina.Ipc;

namespace Lamina;

/// <content>Asking for flows.</content>
public sealed partial class NetworkStack
{
    /// <summary>How long an allocation waits by default: 10 s.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Asks for a flow to whoever serves a name.</summary>
    /// <param name="name">1 to 255 bytes of UTF-8.</param>
    /// <param name="qos">What the flow must give; null: <see cref="QosSpec.Data"/>.</param>
    /// <param name="data">Something small for the acceptor, which finds it in <see cref="Flow.PeerData"/>.</param>
    /// <param name="layer">
    /// Only in this layer; null: a direct flow where a program of the same stack is behind the name, else in any layer.
    /// </param>
    /// <param name="timeout">
    /// How long to wait; null: <see cref="DefaultTimeout"/>; <see cref="Timeout.InfiniteTimeSpan"/>: for ever. Not to wait at
    /// all is <see cref="BeginAllocate"/>.
    /// </param>
    /// <param name="options">What this end does for the flow; null: <see cref="FlowOptions.Default"/>.</param>
    /// <param name="cancellationToken">Ends the wait, and the search.</param>
    /// <exception cref="LaminaException">There is no such flow, for the reason given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is zero or negative, and not infinite.</exception>
    public async Task<Flow> AllocateAsync(
        string name,
        QosSpec? qos = null,
        ReadOnlyMemory<byte> data = default,
        string? layer = null,
        TimeSpan? timeout = null,
        FlowOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        AllocateOperation operation = Prepare(name, qos, data, layer, timeout, options);
        await using (cancellationToken.UnsafeRegister(
            static (state, token) => ((AllocateOperation)state!).Cancel(token), operation).ConfigureAwait(false))
        {
            Begin(operation);
            return await operation.Task.ConfigureAwait(false);
        }
    }

    /// <summary>As <see cref="AllocateAsync"/>; blocks.</summary>
    /// <param name="name">As there.</param>
    /// <param name="qos">As there.</param>
    /// <param name="data">As there.</param>
    /// <param name="layer">As there.</param>
    /// <param name="timeout">As there.</param>
    /// <param name="options">As there.</param>
    /// <exception cref="LaminaException">There is no such flow, for the reason given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is zero or negative, and not infinite.</exception>
    public Flow Allocate(
        string name,
        QosSpec? qos = null,
        ReadOnlyMemory<byte> data = default,
        string? layer = null,
        TimeSpan? timeout = null,
        FlowOptions? options = null)
    {
        AllocateOperation operation = Prepare(name, qos, data, layer, timeout, options);
        Begin(operation);
        // Ended by the domain, never by another thread of the pool.
        return operation.Task.GetAwaiter().GetResult();
    }

    /// <summary>Asks for a flow and returns at once; <see cref="FlowAllocation.Completed"/> says when there is one, or why not.</summary>
    /// <param name="name">As in <see cref="AllocateAsync"/>.</param>
    /// <param name="qos">As there.</param>
    /// <param name="data">As there.</param>
    /// <param name="layer">As there.</param>
    /// <param name="timeout">After how long it fails; null: <see cref="DefaultTimeout"/>; <see cref="Timeout.InfiniteTimeSpan"/>: never.</param>
    /// <param name="options">As there.</param>
    /// <exception cref="LaminaException">It is no name (InvalidRequest).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is zero or negative, and not infinite.</exception>
    public FlowAllocation BeginAllocate(
        string name,
        QosSpec? qos = null,
        ReadOnlyMemory<byte> data = default,
        string? layer = null,
        TimeSpan? timeout = null,
        FlowOptions? options = null)
    {
        // The caller's memory is its own again when this returns.
        AllocateOperation operation = Prepare(name, qos, data.ToArray(), layer, timeout, options);
        var allocation = new FlowAllocation(operation, name);
        Begin(operation);
        return allocation;
    }

    private AllocateOperation Prepare(
        string name, in QosSpec? qos, ReadOnlyMemory<byte> data, string? layer, TimeSpan? timeout, FlowOptions? options)
    {
        if (timeout == TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), "zero waits for nothing: use BeginAllocate, which returns at once and says by an event what became of it");
        }

        var request = new FlowRequest(ParseName(name), qos ?? QosSpec.Data, data, layer);
        return new AllocateOperation(this, request, options ?? FlowOptions.Default, Patience.From(timeout ?? DefaultTimeout));
    }

    private void Begin(AllocateOperation operation)
    {
        _allocations.TryAdd(operation, 0);
        if (!Host.Driver.Post(operation) || Host.Driver.HasEnded)
        {
            operation.Fail(LaminaException.Ended(Host.Driver.Reason));
        }

        operation.Task.ContinueWith(
            static (_, state) => ((AllocateOperation)state!).Leave(), operation, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
