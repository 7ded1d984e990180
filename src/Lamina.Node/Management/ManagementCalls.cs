using System.Collections.Concurrent;
using Lamina.Core;
using Lamina.Ipc;
using Lamina.Node.Driving;

namespace Lamina.Node.Management;

/// <summary>
/// Runs management calls inside the domain and completes tasks outside it. Every call ends: with its outcome, at its
/// deadline, or with the stack.
/// </summary>
internal sealed class ManagementCalls(DomainDriver driver)
{
    private readonly ConcurrentDictionary<IPending, byte> _pending = new();

    private interface IPending
    {
        void Fail(Exception failure);
    }

    /// <summary>Runs a call that ends at once.</summary>
    public Task<T> InvokeAsync<T>(Func<Instant, T> call) =>
        StartAsync(new Pending<T>(), (pending, now) => pending.Complete(call(now)));

    /// <summary>Starts an operation that ends later, or at its deadline.</summary>
    public Task<Outcome> InvokeAsync(Action<IOutcomeSink, Instant> start, Duration patience, string what) =>
        StartAsync(new Pending<Outcome>(), (pending, now) => start(new Sink(driver, pending, now + patience, what), now));

    /// <summary>As the other; when the caller cancels, the operation is given up, and ends with what it then says.</summary>
    public async Task<Outcome> InvokeAsync(
        Action<IOutcomeSink, Instant> start, Action<IOutcomeSink, Instant> giveUp, Duration patience, string what, CancellationToken cancel)
    {
        IOutcomeSink? sink = null;
        Task<Outcome> operation = InvokeAsync(
            (made, now) =>
            {
                sink = made;
                start(made, now);
            },
            patience,
            what);
        // Posted after the start, so it runs after it: the sink is there.
        using CancellationTokenRegistration registration = cancel.Register(() => driver.Post(new OwnedCall(driver, now => giveUp(sink!, now))));
        return await operation.ConfigureAwait(false);
    }

    /// <summary>Starts an operation that ends later, by itself, with an answer.</summary>
    public Task<T> InvokeAsync<T>(Action<Action<T>, Instant> start) =>
        StartAsync(new Pending<T>(), (pending, now) => start(pending.Complete, now));

    /// <summary>The domain has ended: nobody waits for ever.</summary>
    public void HandleEnded()
    {
        foreach (IPending pending in _pending.Keys)
        {
            pending.Fail(EndedFailure());
        }
    }

    private async Task<T> StartAsync<T>(Pending<T> pending, Action<Pending<T>, Instant> body)
    {
        _pending.TryAdd(pending, 0);
        try
        {
            if (!driver.Post(new OwnedCall(driver, now => body(pending, now))) || driver.HasEnded)
            {
                pending.Fail(EndedFailure());
            }

            return await pending.Task.ConfigureAwait(false);
        }
        finally
        {
            _pending.TryRemove(pending, out _);
        }
    }

    private InvalidOperationException EndedFailure() => new($"the stack has ended: {driver.Reason?.Message}", driver.Reason);

    private sealed class Pending<T> : IPending
    {
        // Continuations run elsewhere: completing inside the domain runs no user code there.
        private readonly TaskCompletionSource<T> _task = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Task => _task.Task;

        public void Complete(T result) => _task.TrySetResult(result);

        public void Fail(Exception failure) => _task.TrySetException(failure);
    }

    private sealed class Sink : IOutcomeSink, ITimed
    {
        private readonly Pending<Outcome> _pending;
        private readonly string _what;
        private readonly MachineTimer _timer;

        public Sink(DomainDriver driver, Pending<Outcome> pending, Instant deadline, string what)
        {
            _pending = pending;
            _what = what;
            _timer = new MachineTimer(driver.Context.Timers, this);
            _timer.Set(deadline);
        }

        public void HandleOutcome(Outcome outcome, Instant now)
        {
            _timer.Remove();
            _pending.Complete(outcome);
        }

        public void HandleTimeout(Instant now) => HandleOutcome(
            Outcome.Timeout($"{_what} did not end in time", "'lamina ipcp list' shows what became of it"), now);
    }
}
