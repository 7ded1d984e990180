using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Lamina.Node.Driving;
using Lamina.Sets;

namespace Lamina;

/// <summary>
/// Flows that a program serves together, and one queue of what happens to them: for programs with very many flows and few threads.
/// Waiting costs the same for one flow and for ten thousand. The flows may belong to different stacks; a flow is in one set at most.
/// Safe for many threads; each event is given to one of those that wait.
/// <code>
/// using var set = new FlowSet();
/// set.Add(flow);
/// await foreach (FlowSetEvent happened in set.ReadAllAsync())
/// {
///     if (happened.Kind == FlowSetEventKind.Readable &amp;&amp; happened.Flow!.TryRead(buffer, out ReadResult result)) { ... }
/// }
/// </code>
/// <para>
/// Any number of messages on a flow is one <see cref="FlowSetEventKind.Readable"/> until it is taken. A read that leaves
/// something brings another one, a read that leaves nothing takes back what waits: who takes an event may read once, or until
/// nothing is left. Who does not read at all hears of the flow again with its next message.
/// </para>
/// </summary>
public sealed class FlowSet : IDisposable
{
    private readonly Dictionary<Flow, FlowSetEntry> _flows = [];
    private readonly Lock _lock = new();
    private readonly ConcurrentQueue<FlowSetEntry> _ready = new();

    // One for each entry in the ready list, as soon as its domain was let go.
    private readonly SemaphoreSlim _signal = new(0);
    private volatile bool _isDisposed;
    private long _visits;

    /// <summary>Flows in it at present.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _flows.Count;
            }
        }
    }

    /// <summary>Entries of the ready list that were looked at so far: what waiting costs.</summary>
    internal long Visits => Interlocked.Read(ref _visits);

    /// <summary>Puts a flow into the set. What happened before and still holds (something to read, down, closed) is told at once.</summary>
    /// <param name="flow">The flow.</param>
    /// <exception cref="InvalidOperationException">It is in a set already.</exception>
    /// <exception cref="ObjectDisposedException">The set was disposed of.</exception>
    public void Add(Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        FlowSetEntry entry = Enter(new FlowSetEntry(this, flow));
        Report(entry);
    }

    /// <summary>
    /// Tells when an allocation has ended: <see cref="FlowSetEventKind.Allocated"/>, and its flow is in the set; or
    /// <see cref="FlowSetEventKind.Refused"/>.
    /// </summary>
    /// <param name="allocation">What <see cref="NetworkStack.BeginAllocate"/> gave; each set that it is added to tells of it, one gets the flow.</param>
    public void Add(FlowAllocation allocation)
    {
        ArgumentNullException.ThrowIfNull(allocation);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        allocation.Completion.ContinueWith(
            _ => HandleEnded(allocation), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Takes a flow out: nothing more of it is told. False where it is not in the set.</summary>
    /// <param name="flow">The flow.</param>
    public bool Remove(Flow flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        lock (_lock)
        {
            if (!_flows.Remove(flow, out FlowSetEntry? entry))
            {
                return false;
            }

            entry.HasLeft = true;
            flow.Channel.Leave(entry);
            return true;
        }
    }

    /// <summary>True where the flow is in this set.</summary>
    /// <param name="flow">The flow.</param>
    public bool Contains(Flow flow)
    {
        lock (_lock)
        {
            return _flows.ContainsKey(flow);
        }
    }

    /// <summary>Takes the next event, where there is one. Does not wait.</summary>
    /// <param name="happened">The event.</param>
    /// <exception cref="ObjectDisposedException">The set was disposed of.</exception>
    public bool TryTake(out FlowSetEvent happened) => TryTake(out happened, TimeSpan.Zero);

    /// <summary>Takes the next event; blocks until there is one, or the time is over.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="timeout">The longest wait; <see cref="Timeout.InfiniteTimeSpan"/>: for ever.</param>
    /// <returns>False: nothing happened in that time.</returns>
    /// <exception cref="ObjectDisposedException">The set was disposed of.</exception>
    public bool TryTake(out FlowSetEvent happened, TimeSpan timeout)
    {
        var left = new WaitingTime(timeout);
        while (_signal.Wait(left.Milliseconds))
        {
            if (TryVisit(out happened))
            {
                return true;
            }
        }

        happened = default;
        return false;
    }

    /// <summary>Takes the next event; waits for it.</summary>
    /// <param name="cancellationToken">Ends the wait; no event is lost.</param>
    /// <exception cref="ObjectDisposedException">The set was disposed of.</exception>
    public async ValueTask<FlowSetEvent> TakeAsync(CancellationToken cancellationToken = default) =>
        (await TryTakeAsync(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false))!.Value;

    /// <summary>Takes the next event; waits for it until the time is over.</summary>
    /// <param name="timeout">The longest wait; <see cref="Timeout.InfiniteTimeSpan"/>: for ever.</param>
    /// <param name="cancellationToken">Ends the wait; no event is lost.</param>
    /// <returns>Null: nothing happened in that time.</returns>
    /// <exception cref="ObjectDisposedException">The set was disposed of.</exception>
    public async ValueTask<FlowSetEvent?> TryTakeAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        var left = new WaitingTime(timeout);
        while (await _signal.WaitAsync(left.Milliseconds, cancellationToken).ConfigureAwait(false))
        {
            if (TryVisit(out FlowSetEvent happened))
            {
                return happened;
            }
        }

        return null;
    }

    /// <summary>Every event, until the set is disposed of.</summary>
    /// <param name="cancellationToken">Ends it; no event is lost.</param>
    public async IAsyncEnumerable<FlowSetEvent> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            FlowSetEvent happened;
            try
            {
                happened = await TakeAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (ObjectDisposedException)
            {
                yield break;
            }

            yield return happened;
        }
    }

    /// <summary>Lets every flow go; the flows live on. Calls that wait end with an ObjectDisposedException.</summary>
    public void Dispose()
    {
        Flow[] flows;
        lock (_lock)
        {
            _isDisposed = true;
            flows = [.. _flows.Keys];
        }

        Array.ForEach(flows, flow => Remove(flow));
        // Who is woken by it wakes the next.
        _signal.Release();
    }

    internal void Enqueue(FlowSetEntry entry) => _ready.Enqueue(entry);

    internal void Release(int entries) => _signal.Release(entries);

    private bool TryVisit(out FlowSetEvent happened)
    {
        if (_isDisposed)
        {
            _signal.Release();
            throw new ObjectDisposedException(nameof(FlowSet));
        }

        Interlocked.Increment(ref _visits);
        happened = default;
        if (!_ready.TryDequeue(out FlowSetEntry? entry) || !entry.TryTake(out happened))
        {
            return false;
        }

        if (happened.Kind == FlowSetEventKind.Closed)
        {
            Remove(happened.Flow!);
        }

        return true;
    }

    private FlowSetEntry Enter(FlowSetEntry entry)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!entry.Flow!.Channel.TryEnter(entry))
            {
                throw new InvalidOperationException($"the flow to '{entry.Flow.Name}' is in a set already: take it out there first");
            }

            _flows.Add(entry.Flow, entry);
            return entry;
        }
    }

    private static void Report(FlowSetEntry entry)
    {
        DomainDriver driver = entry.Flow!.Driver;
        if (!driver.Post(new OwnedCall(driver, _ => entry.Flow.Channel.Report())) || driver.HasEnded)
        {
            entry.PushOutside(FlowSetEvents.Closed);
        }
    }

    private void HandleEnded(FlowAllocation allocation)
    {
        // Looked at, so that a failure that is only told here does not count as unobserved.
        _ = allocation.Completion.Exception;
        var entry = new FlowSetEntry(this, allocation.Flow, allocation);
        if (entry.Flow is null)
        {
            entry.PushOutside(FlowSetEvents.Allocated);
            return;
        }

        try
        {
            Enter(entry);
        }
        catch (Exception failure) when (failure is InvalidOperationException)
        {
            // Disposed of meanwhile, or the program was quicker: the flow is in a set that tells of it.
            return;
        }

        entry.PushOutside(FlowSetEvents.Allocated);
        Report(entry);
    }
}
