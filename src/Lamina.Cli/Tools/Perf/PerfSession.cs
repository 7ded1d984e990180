using System.Diagnostics;

namespace Lamina.Cli.Tools.Perf;

/// <summary>
/// One side of a running test. Messages that steer it may be lost where the flow loses packets, so they are repeated:
/// Start until Ready, End until Result.
/// </summary>
internal sealed class PerfSession(Flow flow, PerfPlan plan, bool sends, bool receives) : IDisposable
{
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim _writing = new(1);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<PerfMessage> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _received = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PerfMeter _meter = new();

    /// <summary>What this side received.</summary>
    public PerfMessage Own => _meter.ToResult();

    /// <summary>What the other side received; null where it did not say, or nothing was sent.</summary>
    public PerfMessage? Peer => _result.Task.IsCompletedSuccessfully ? _result.Task.Result : null;

    public void Dispose() => _writing.Dispose();

    /// <summary>The client: asks for the test and takes part in it. False where the server did not answer.</summary>
    public async Task<bool> RunClientAsync(CancellationToken cancel)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task reading = ReadAsync(stop.Token);
        if (!await RepeatAsync(plan.ToStart(), _ready.Task, cancel))
        {
            return false;
        }

        await TakePartAsync(reading, cancel);
        await stop.CancelAsync();
        return true;
    }

    /// <summary>The server, once it has read Start: answers, takes part, and stays for repeated questions until the flow ends.</summary>
    public async Task RunServerAsync(CancellationToken cancel)
    {
        Task reading = ReadAsync(cancel);
        await WriteAsync(new PerfMessage(PerfKind.Ready, 0, 0, 0), cancel);
        await TakePartAsync(reading, cancel);
        await reading;
    }

    private async Task TakePartAsync(Task reading, CancellationToken cancel)
    {
        Task sending = sends ? SendAsync(cancel) : Task.CompletedTask;
        Task receiving = receives ? Task.WhenAny(_received.Task, reading) : Task.CompletedTask;
        TimeSpan most = plan.Duration + Patience;
        await Task.WhenAny(Task.WhenAll(sending, receiving), Task.Delay(most, cancel));
        cancel.ThrowIfCancellationRequested();
    }

    private async Task SendAsync(CancellationToken cancel)
    {
        byte[] message = new byte[plan.Size];
        new PerfMessage(PerfKind.Data, 0, 0, 0).Write(message);
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < plan.Duration)
        {
            await WriteAsync(message, cancel);
        }

        await RepeatAsync(new PerfMessage(PerfKind.End, 0, 0, 0), _result.Task, cancel);
    }

    private async Task<bool> RepeatAsync(PerfMessage message, Task answered, CancellationToken cancel)
    {
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < Patience)
        {
            await WriteAsync(message, cancel);
            if (await Task.WhenAny(answered, Task.Delay(RepeatAfter, cancel)) == answered)
            {
                return true;
            }

            cancel.ThrowIfCancellationRequested();
        }

        return false;
    }

    private async Task ReadAsync(CancellationToken cancel)
    {
        byte[] buffer = new byte[PerfPlan.MaxSize];
        try
        {
            while (await flow.ReadAsync(buffer, cancel) is { IsEndOfFlow: false } read)
            {
                if (PerfMessage.TryRead(buffer.AsSpan(0, read.Length), out PerfMessage message))
                {
                    await HandleAsync(message, read.Length, cancel);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async ValueTask HandleAsync(PerfMessage message, int length, CancellationToken cancel)
    {
        switch (message.Kind)
        {
            case PerfKind.Data:
                _ready.TrySetResult();
                _meter.Count(length);
                break;
            case PerfKind.Ready:
                _ready.TrySetResult();
                break;
            case PerfKind.Start:
                await WriteAsync(new PerfMessage(PerfKind.Ready, 0, 0, 0), cancel);
                break;
            case PerfKind.End:
                await WriteAsync(Own, cancel);
                _received.TrySetResult();
                break;
            case PerfKind.Result:
                _result.TrySetResult(message);
                break;
        }
    }

    private ValueTask WriteAsync(PerfMessage message, CancellationToken cancel) => WriteAsync(message.ToArray(), cancel);

    /// <summary>Two tasks write to the flow, and it has one writer.</summary>
    private async ValueTask WriteAsync(ReadOnlyMemory<byte> message, CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);
        try
        {
            await flow.WriteAsync(message, cancel);
        }
        finally
        {
            _writing.Release();
        }
    }
}
