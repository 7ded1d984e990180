using System.Threading.Tasks.Sources;
using Lamina.Core;
using Lamina.Node.Driving;
using Lamina.Node.Ownership;

namespace Lamina.Flows;

/// <summary>
/// A call of a program that could not end at once, and waits inside a domain. One object per flow and kind, used again and
/// again: a call that waits allocates nothing. Its end is set inside the domain and delivered after ownership was
/// released; where the domain has ended, by whoever finds out.
/// </summary>
/// <typeparam name="T">What it gives.</typeparam>
#pragma warning disable CA1001 // Without a wait handle, which nobody asks for, the event holds nothing to dispose of.
internal abstract class Operation<T>(DomainDriver driver) : Completion, IDomainWork, ITimed, IValueTaskSource<T>, IValueTaskSource
#pragma warning restore CA1001
{
    // Made with the first call that blocks.
    private ManualResetEventSlim? _wake;
    private ManualResetValueTaskSourceCore<T> _source = new() { RunContinuationsAsynchronously = true };
    private CancellationToken _token;
    private CancellationTokenRegistration _registration;
    private T _result = default!;
    private Exception? _failure;
    private MachineTimer? _timer;
    private int _isPending;
    private int _isSettled;
    private bool _isBlocking;

    // In the driver's list where a thread is blocked, and does not only wait for its turn in the domain.
    private LinkedListNode<Instant>? _thread;

    protected DomainDriver Driver { get; } = driver;

    /// <summary>The gate that the calls of this kind take first.</summary>
    protected abstract ref CallGate Gate { get; }

    private Duration Patience => Gate.Patience;

    /// <summary>True from its start until its end was set.</summary>
    public bool IsPending => Volatile.Read(ref _isPending) != 0;

    /// <summary>Starts to wait; the gate was taken, and is given back at the end.</summary>
    public ValueTask<T> StartAsync(CancellationToken token) => new(this, Start(token));

    /// <summary>As <see cref="StartAsync"/>, where nobody wants what it gives.</summary>
    public ValueTask StartWithoutResultAsync(CancellationToken token) => new(this, Start(token));

    /// <summary>Starts, and blocks this thread until the end.</summary>
    public T StartAndWait()
    {
        _wake ??= new ManualResetEventSlim(false, spinCount: 20);
        _wake.Reset();
        // A cancellation of the call before may still wait in the domain's inbox: it is for another version.
        _source.Reset();
        _isBlocking = true;
        Begin();
        _wake.Wait();
        (T result, Exception? failure) = (_result, _failure);
        Gate.GiveBack();
        return failure is null ? result : throw failure;
    }

    void IDomainWork.Run(Instant now)
    {
        if (IsPending)
        {
            Continue(now);
        }

        if (IsPending && _isBlocking)
        {
            _thread ??= new LinkedListNode<Instant>(now);
            Driver.NoteBlocked(_thread, now);
        }

        if (IsPending && Patience < Duration.Forever)
        {
            _timer ??= new MachineTimer(Driver.Context.Timers, this);
            _timer.Set(now + Patience);
        }
    }

    void ITimed.HandleTimeout(Instant now)
    {
        if (IsPending)
        {
            GiveUp(LateAfter(Patience));
        }
    }

    /// <summary>The flow has ended: no call will wait for time any more. Inside the domain.</summary>
    public void Retire() => _timer?.Remove();

    /// <summary>Tries to end the call; where it cannot, the channel keeps it and calls again. Inside the domain.</summary>
    public abstract void Continue(Instant now);

    /// <summary>Sets the end. Inside the domain.</summary>
    public void Settle(T result, Exception? failure)
    {
        if (TrySet(result, failure))
        {
            _timer?.Stop();
            if (_thread is { List: not null })
            {
                Driver.NoteUnblocked(_thread);
            }

            Driver.Complete(this);
        }
    }

    /// <summary>Sets the end where nobody can enter the domain any more. Any thread.</summary>
    public void Abandon()
    {
        if (TrySet(default!, LaminaException.Ended(Driver.Reason)))
        {
            Run();
        }
    }

    /// <inheritdoc/>
    public T GetResult(short token)
    {
        _registration.Dispose();
        _registration = default;
        _token = default;
        try
        {
            return _source.GetResult(token);
        }
        finally
        {
            Gate.GiveBack();
        }
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    /// <inheritdoc/>
    protected override void Run()
    {
        if (Interlocked.Exchange(ref _isSettled, 0) == 0)
        {
            return;
        }

        if (_isBlocking)
        {
            _wake!.Set();
        }
        else if (_failure is null)
        {
            _source.SetResult(_result);
        }
        else
        {
            _source.SetException(_failure);
        }
    }

    /// <summary>The failure of a call that has waited for its patience.</summary>
    public LaminaException Late => LateAfter(Patience);

    /// <summary>The failure of a call that waited too long.</summary>
    protected abstract LaminaException LateAfter(Duration patience);

    /// <summary>The call gives up: lets go of the program's memory. Inside the domain.</summary>
    protected abstract void Forget();

    private void GiveUp(Exception failure)
    {
        Forget();
        Settle(default!, failure);
    }

    private short Start(CancellationToken token)
    {
        _source.Reset();
        _isBlocking = false;
        short version = _source.Version;
        Begin();
        if (token.CanBeCanceled)
        {
            _token = token;
            _registration = token.UnsafeRegister(static state => ((Operation<T>)state!).PostCancel(), this);
        }

        return version;
    }

    private void Begin()
    {
        Interlocked.Exchange(ref _isPending, 1);
        // The pending flag is up before we look: an ending domain sees it, or we see the end.
        if (!Driver.Post(this) || Driver.HasEnded)
        {
            Abandon();
        }
    }

    private bool TrySet(T result, Exception? failure)
    {
        if (Interlocked.Exchange(ref _isPending, 0) == 0)
        {
            return false;
        }

        _result = result;
        _failure = failure;
        Interlocked.Exchange(ref _isSettled, 1);
        return true;
    }

    private void PostCancel()
    {
        short version = _source.Version;
        Driver.Post(new Cancellation(this, version));
    }

    private sealed class Cancellation(Operation<T> operation, short version) : DriverWork(operation.Driver)
    {
        protected override void RunOwned(Instant now)
        {
            if (operation.IsPending && operation._source.Version == version)
            {
                operation.GiveUp(new OperationCanceledException(operation._token));
            }
        }
    }
}
