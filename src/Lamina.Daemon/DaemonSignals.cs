using System.Runtime.InteropServices;

namespace Lamina.Daemon;

/// <summary>
/// What a daemon hears: SIGTERM and SIGINT end it in order, SIGHUP lets it read its configuration again. A second SIGINT is not
/// caught: whoever says it twice does not want to wait.
/// </summary>
internal sealed class DaemonSignals : IDisposable
{
    private readonly SemaphoreSlim _reloads = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _signals;
    private readonly CancellationTokenRegistration _onCancel;
    private int _interrupts;

    public DaemonSignals(CancellationToken cancel)
    {
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Reload),
        ];
        _onCancel = cancel.Register(() => Stop("its token"));
    }

    /// <summary>What ends it.</summary>
    public string Why { get; private set; } = "";

    /// <summary>Waits for the next signal.</summary>
    /// <returns>True: read the configuration again. False: end.</returns>
    public async Task<bool> NextAsync()
    {
        try
        {
            await _reloads.WaitAsync(_stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _onCancel.Dispose();
        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }
    }

    private void Interrupt(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref _interrupts) == 1)
        {
            Stop(context);
        }
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        Stop(context.Signal.ToString());
    }

    private void Stop(string why)
    {
        if (!_stop.IsCancellationRequested)
        {
            Why = why;
            // Not on the signal's thread: whoever waits goes on there.
            _ = _stop.CancelAsync();
        }
    }

    /// <summary>Several that come together are one.</summary>
    private void Reload(PosixSignalContext context)
    {
        context.Cancel = true;
        try
        {
            _reloads.Release();
        }
        catch (SemaphoreFullException)
        {
            // One is waiting already, and it reads the newest file.
        }
    }
}
